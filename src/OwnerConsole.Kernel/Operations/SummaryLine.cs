namespace OwnerConsole.Kernel.Operations;

/// <summary>One line of the summary above an operation's form: what applies now and what would apply then. Shown only, never stored.</summary>
/// <param name="Label">Noun, such as <c>Monthly price</c>.</param>
/// <param name="Before">Current value; null if there is none to compare with.</param>
/// <param name="After">Value after the operation.</param>
/// <param name="IsWarning">Whether the change deserves attention, such as a limit that would be exceeded.</param>
public sealed record SummaryLine(string Label, string? Before, string After, bool IsWarning = false);
