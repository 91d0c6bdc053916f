/* Passkeys: shows what needs them where the browser has them, and ties the buttons to allauth's script.
   Each part is marked data-passkey="loginForm" (or addForm, authenticateForm). */
(function () {
  function start() {
    if (!window.PublicKeyCredential) return;
    for (const part of document.querySelectorAll("[data-passkey]")) {
      part.hidden = false;
      window.allauth.webauthn.forms[part.dataset.passkey]({
        ids: {
          login: "passkey-start",
          add: "passkey-start",
          authenticate: "passkey-start",
          credential: "passkey-credential",
          passwordless: "id_passwordless",
          data: "passkey-data",
        },
      });
    }
    for (const part of document.querySelectorAll("[data-no-passkey]")) part.hidden = true;
    document.addEventListener("allauth.error", (event) => {
      event.preventDefault();
      for (const part of document.querySelectorAll("[data-passkey-error]")) part.hidden = false;
    });
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
