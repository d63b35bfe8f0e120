/**
 * What the API's problems say in Korean, by code: what happened, and what to do next. The API itself speaks English, so only
 * the other languages have such a table. `more` marks codes whose English detail names something that these words leave out.
 */
export interface ProblemText {
  what: string;
  next?: string;
  more?: true;
}

export const koreanProblems: Readonly<Record<string, ProblemText>> = {
  // What was asked for
  invalid_search: { what: "검색어를 읽을 수 없습니다.", next: "괄호와 따옴표가 모두 닫혔는지 보세요.", more: true },
  invalid_filter: { what: "조건에 맞지 않는 값이 있습니다.", next: "기간과 조건을 다시 고르세요.", more: true },
  invalid_cursor: { what: "목록이 그사이 바뀌었습니다.", next: "화면을 새로 고치세요." },
  invalid_input: { what: "값 하나가 맞지 않습니다.", next: "표시된 항목을 고치세요.", more: true },
  invalid_request: { what: "요청을 이해하지 못했습니다.", next: "적은 값을 확인하세요.", more: true },
  invalid_url: { what: "웹 주소가 아닙니다.", next: "https://example.com/page 같은 꼴로 적으세요.", more: true },
  invalid_text: { what: "저장할 수 없는 글자가 있습니다.", next: "글자가 깨진 곳을 지우고 다시 시도하세요." },
  invalid_json: { what: "요청이 온전하지 않습니다.", next: "화면을 새로 고친 뒤 다시 시도하세요." },
  invalid_length: { what: "요청이 중간에 끊겼습니다.", next: "다시 시도하세요." },
  body_too_large: { what: "한 번에 보내기에는 글이 너무 많습니다.", next: "나누어 보내세요." },
  headers_too_large: { what: "주소가 너무 깁니다.", next: "검색어와 조건을 줄이세요." },
  unsupported_media_type: { what: "서버가 받지 않는 형식입니다.", next: "화면을 새로 고친 뒤 다시 시도하세요." },
  request_timeout: { what: "요청이 제때 닿지 않았습니다.", next: "다시 시도하세요." },

  // What is not there
  collection_not_found: { what: "없는 수집입니다.", next: "수집 목록에서 고르세요." },
  document_not_found: { what: "없는 문서입니다.", next: "목록에서 고르세요." },
  capture_not_found: { what: "없는 캡처입니다.", next: "보관한 페이지 목록에서 고르세요." },
  alert_not_found: { what: "없는 알림입니다.", next: "화면을 새로 고치세요." },
  collector_not_found: { what: "그 이름의 수집기가 없습니다.", next: "npx naru collectors로 목록을 보세요." },
  model_not_found: {
    what: "그 이름의 모델이 없습니다.",
    next: "모델을 학습하거나, 함께 제공되는 모델로 naru를 시작하세요.",
  },
  model_version_not_found: { what: "모델에 그 버전이 없습니다.", next: "npx naru models로 목록을 보세요." },
  model_alias_not_found: { what: "그 별칭의 모델이 없습니다.", next: "npx naru models로 목록을 보세요." },
  model_reference_invalid: { what: "모델을 이름@별칭 꼴로 적어야 합니다.", next: "예: sentiment-ko@champion" },
  engine_unknown: {
    what: "그 이름의 분석기가 없습니다.",
    next: "naru.yaml의 understand 설정을 확인하세요.",
    more: true,
  },
  route_not_found: { what: "없는 주소입니다.", next: "화면과 서버의 버전이 다를 수 있으니 새로 고치세요." },

  // Collections
  address_refused: { what: "내부 네트워크를 가리키는 주소입니다.", next: "이런 주소는 명령줄에서만 모을 수 있습니다." },
  collection_not_running: { what: "진행 중인 수집이 아닙니다.", next: "상태를 확인하세요." },
  collection_not_paused: { what: "이어서 할 수 있는 수집이 아닙니다.", next: "상태를 확인하세요." },
  collection_ended: { what: "이미 끝난 수집입니다.", next: "다시 모으려면 새로 시작하세요." },
  import_not_resumable: {
    what: "파일 가져오기는 이어서 할 수 없습니다.",
    next: "같은 naru import 명령을 다시 실행하세요. 이미 보관한 것은 건너뜁니다.",
  },
  urls_missing: { what: "시작할 주소가 없습니다.", next: "주소를 하나 이상 적으세요." },
  query_missing: {
    what: "찾을 말이 없습니다.",
    next: "찾을 말을 적거나, 더 많은 설정에서 무엇을 모을지 고르세요.",
    more: true,
  },
  terms_unread: {
    what: "이용 약관을 읽기 전에는 모으지 않습니다.",
    next: "그 사이트의 이용 약관을 읽고, 모아도 된다면 더 많은 설정에서 ‘읽음’을 고르세요.",
  },
  unknown_source: { what: "그런 출처가 없습니다.", next: "출처 화면에서 고르세요." },
  source_import_only: {
    what: "이 출처는 저장해 둔 파일만 가져올 수 있습니다.",
    next: "페이지를 직접 저장한 뒤 npx naru import로 가져오세요.",
  },
  source_option_unknown: { what: "이 출처에 없는 설정입니다.", more: true },
  source_option_wrong: { what: "설정 하나의 값이 맞지 않습니다.", next: "더 많은 설정에서 값을 고치세요.", more: true },
  credential_missing: {
    what: "이 출처에는 키가 필요한데 설정되어 있지 않습니다.",
    next: "naru를 실행하는 곳에 키를 넣고 다시 시작하세요. 필요한 변수는 출처 화면에 있습니다.",
  },
  credential_unreadable: {
    what: "키가 담긴 파일을 읽지 못했습니다.",
    next: "파일의 경로와 권한을 확인하세요.",
    more: true,
  },
  endpoint_missing: {
    what: "SearXNG의 주소가 설정되어 있지 않습니다.",
    next: "설정 collect.endpoints에 주소를 적고 다시 시작하세요.",
  },
  recipe_invalid: { what: "레시피가 잘못되었습니다.", next: "선택자를 고치세요.", more: true },
  recipe_not_taken: { what: "이 출처는 레시피를 쓰지 않습니다.", next: "레시피 없이 시작하세요." },
  limits_wrong: { what: "한도로 쓸 수 없는 값입니다.", more: true },
  session_unavailable: {
    what: "이 수집기는 저장한 세션을 열 수 없습니다.",
    next: "세션 없이 시작하거나 키를 설정하세요.",
  },
  collector_name_taken: { what: "같은 이름의 수집기가 이미 있습니다.", next: "collect.name을 다른 이름으로 바꾸세요." },
  collector_replaced: { what: "다른 프로세스가 이 수집기의 자리를 이어받았습니다.", next: "수집기 목록을 확인하세요." },

  // Who may ask
  operator_only: { what: "이 컴퓨터의 명령줄에서만 할 수 있습니다." },
  host_refused: {
    what: "이 이름으로는 열 수 없습니다.",
    next: "naru가 시작할 때 알려 준 주소로 여세요.",
  },
  origin_refused: { what: "다른 웹 페이지에서 온 요청이라 거절했습니다.", next: "naru의 화면에서 다시 시도하세요." },
  replay_refused: {
    what: "사이트가 보관한 페이지를 보이지 말라고 밝혔습니다(noarchive).",
    next: "본문과 내력은 볼 수 있습니다.",
  },
  rate_limited: { what: "한꺼번에 너무 많이 요청했습니다.", next: "잠시 뒤 다시 시도하세요." },
  too_many_streams: { what: "수집을 지켜보는 화면이 너무 많습니다.", next: "몇 개를 닫아 주세요." },

  // The machine
  database_unreachable: { what: "데이터베이스가 응답하지 않습니다.", next: "곧 돌아올 수 있으니 다시 시도하세요." },
  out_not_lines: {
    what: "이 형식의 파일은 다 쓰이기 전에는 읽을 수 없어 이어 볼 수 없습니다.",
    next: "파일 이름을 .csv나 .jsonl로 끝내거나 --follow를 빼세요.",
  },
  archive_unreadable: {
    what: "보관 파일을 읽을 수 없어 다시 읽기를 멈췄습니다. 그때까지 한 것은 남아 있습니다.",
    next: "데이터 폴더의 archive가 제자리에 있고 읽을 수 있는지 확인한 뒤 다시 하세요.",
  },
  model_file_invalid: {
    what: "모델 파일이 올바르지 않습니다.",
    next: "모델을 다시 학습하거나 파일을 다시 복사하세요.",
  },
  understanding_failed: { what: "글을 읽던 스레드가 멈췄습니다. 글은 그대로 있습니다.", next: "다시 시도하세요." },
  word_list_invalid: {
    what: "낱말 목록에 잘못된 줄이 있습니다.",
    next: "한 줄에 낱말, 탭, 세종 품사(NNG, NNP 등)를 쓰세요.",
    more: true,
  },
  outcome_unknown: {
    what: "변경이 저장되었는지 데이터베이스가 답하기 전에 연결이 끊겼습니다.",
    next: "다시 요청하기 전에 변경이 되었는지 확인하세요.",
  },
  database_busy: {
    what: "데이터베이스가 바쁩니다.",
    next: "기간이나 낱말을 줄이거나 잠시 뒤 다시 시도하세요.",
  },
  database_closed: { what: "naru가 끝나는 중입니다.", next: "다시 시작한 뒤 새로 고치세요." },
  database_refused: { what: "데이터베이스가 접속을 거절했습니다.", next: "DATABASE_URL을 확인하세요.", more: true },
  disk_full: { what: "디스크가 가득 찼습니다.", next: "자료 폴더에 자리를 만든 뒤 이어서 하세요.", more: true },
  archive_unwritable: {
    what: "보관 파일에 쓸 수 없습니다.",
    next: "자료 폴더의 권한과 남은 자리를 확인하세요.",
    more: true,
  },
  analyzer_missing: {
    what: "한국어 사전(dictionaries/mecab-ko-dic)을 불러오지 못했습니다.",
    next: "그 폴더를 다시 받으세요.",
  },
  internal_error: { what: "naru가 잘못했습니다.", next: "자세한 것은 naru의 로그에 있습니다. 다시 시도해 보세요." },

  // The archive
  cdxj_damaged: { what: "보관 색인의 한 줄이 망가져 있습니다.", more: true },
  payload_bad_encoding: { what: "보관한 바이트의 압축을 풀 수 없습니다.", more: true },
  payload_bomb: { what: "풀면 너무 커지는 내용이라 열지 않습니다." },
  warc_file_missing: { what: "보관 파일이 없습니다.", next: "자료 폴더가 옮겨지지 않았는지 확인하세요.", more: true },
  warc_file_not_shipped: {
    what: "이 기록은 아직 다른 컴퓨터에만 있습니다.",
    next: "그 컴퓨터가 보관 파일을 올린 뒤에 다시 시도하세요.",
    more: true,
  },
  bucket_refused: {
    what: "버킷이 naru의 키를 받아 주지 않습니다.",
    next: "S3_ACCESS_KEY_ID와 S3_SECRET_ACCESS_KEY, 그리고 그 권한을 확인하세요.",
    more: true,
  },
  bucket_keys_missing: { what: "버킷의 키가 없습니다.", next: "S3_ACCESS_KEY_ID와 S3_SECRET_ACCESS_KEY를 정하세요." },
  bucket_missing: { what: "그 이름의 버킷이 없습니다.", next: "S3_BUCKET과 S3_ENDPOINT를 확인하세요.", more: true },
  bucket_in_another_region: { what: "버킷이 다른 리전에 있습니다.", next: "S3_REGION을 버킷의 리전으로 정하세요." },
  bucket_unreachable: {
    what: "버킷이 응답하지 않습니다.",
    next: "잠시 뒤 다시 시도하고, 계속되면 S3_ENDPOINT와 네트워크를 확인하세요.",
    more: true,
  },
  bucket_failed: { what: "버킷이 요청을 처리하지 못했습니다.", next: "S3_ENDPOINT의 서버를 확인하세요.", more: true },
  warc_file_short: { what: "보관 파일이 도중에 잘려 있습니다.", more: true },
  warc_bad_gzip: { what: "보관 파일의 이 기록을 읽을 수 없습니다.", more: true },
  warc_bad_header: { what: "보관 파일의 이 기록을 읽을 수 없습니다.", more: true },
  warc_bad_length: { what: "보관 파일의 이 기록을 읽을 수 없습니다.", more: true },
  warc_too_large: { what: "보관 파일의 이 기록은 머리글이 너무 깁니다.", more: true },
  warc_digest_mismatch: { what: "보관한 내용이 다이제스트와 다릅니다.", more: true },
};
