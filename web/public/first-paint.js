// Runs before the first paint, so that neither the language nor the colours change under the reader's eyes.
(() => {
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const asked = new URLSearchParams(location.search).get("lang") ?? stored("naru-language") ?? navigator.language;
  document.documentElement.lang = asked.startsWith("ko") ? "ko" : "en";
  const scheme = stored("mantine-color-scheme-value") ?? "auto";
  const dark = scheme === "dark" || (scheme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.mantineColorScheme = dark ? "dark" : "light";
})();
