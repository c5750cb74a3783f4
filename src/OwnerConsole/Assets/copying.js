// Copies a button's data-copy text and confirms it on the button.
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
// Browsers disable the clipboard over plain HTTP from another machine. Copy buttons are hidden then.
if (!navigator.clipboard) document.documentElement.dataset.noClipboard = "true";
