// An htmx request that is not inside a form carries the token of the cookie.
document.addEventListener("htmx:configRequest", (event) => {
  const { verb, headers, parameters } = event.detail;
  if (verb === "get" || parameters.csrfmiddlewaretoken) return;
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (token) headers["X-CSRFToken"] = decodeURIComponent(token[1]);
});
