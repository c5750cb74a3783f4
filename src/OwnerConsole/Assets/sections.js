// On a phone a section's pages stand in one line that scrolls: the open one is brought into view.
document.querySelector(".sub-m [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
