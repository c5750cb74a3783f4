// Copies what a button names in data-copy and says so on the button itself.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const label = button.ariaLabel;
  button.dataset.copied = "true";
  button.ariaLabel = "Copied";
  setTimeout(() => {
    delete button.dataset.copied;
    button.ariaLabel = label;
  }, 1500);
});
// Where the browser keeps the clipboard to itself (plain http on another machine), a button that can't work isn't shown.
if (!navigator.clipboard) document.documentElement.dataset.noClipboard = "true";
