// libcurl, and what Swift cannot call of it: functions with a variable number of arguments, each here once per type.
#ifndef PRACTICUM_CCURL_H
#define PRACTICUM_CCURL_H

// Its checks of arguments are for calls with a constant option.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

/// Prepares libcurl for the process: 1 on success. Called once.
static inline int ccurl_start(void) { return curl_global_init(CURL_GLOBAL_ALL) == CURLE_OK; }

static inline CURLcode ccurl_set_number(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

/// libcurl copies the text.
static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

/// libcurl keeps the pointer: to a list of headers, a buffer, or what a callback is given.
static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

/// For `CURLOPT_WRITEFUNCTION` and `CURLOPT_HEADERFUNCTION`.
static inline CURLcode ccurl_set_receiver(CURL *handle, CURLoption option, curl_write_callback value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_progress(CURL *handle, curl_xferinfo_callback value) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}

/// 0 where libcurl doesn't know.
static inline long ccurl_number(CURL *handle, CURLINFO info) {
    long value = 0;
    return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

/// Belongs to the handle; null where libcurl doesn't know.
static inline const char *ccurl_text(CURL *handle, CURLINFO info) {
    char *value = NULL;
    return curl_easy_getinfo(handle, info, &value) == CURLE_OK ? value : NULL;
}

#endif
