"""The same site with Scrapy: `scrapy runspider scrapy-spider.py -a start=URL -a pages=N`."""

import json
import resource
import time

import scrapy


class BenchSpider(scrapy.Spider):
    name = "bench"
    custom_settings = {
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS": 32,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 32,
        "DOWNLOAD_DELAY": 0,
        "LOG_LEVEL": "ERROR",
        "TELNETCONSOLE_ENABLED": False,
    }

    def __init__(self, start, pages, **kwargs):
        super().__init__(**kwargs)
        self.start_urls = [start]
        self.custom_count = int(pages)
        self.seen = 0
        self.began = time.time()

    def parse(self, response):
        self.seen += 1
        yield {"url": response.url, "text": "".join(response.css("article ::text").getall())}
        for link in response.css("a::attr(href)").getall():
            yield response.follow(link, self.parse)

    def closed(self, reason):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        seconds = time.time() - self.began
        print(json.dumps({"crawler": "scrapy", "pages": self.seen, "seconds": seconds, "peakMb": peak}))
