namespace OwnerConsole.Ui.Tables;

/// <summary>The column of boxes that stands before a table's rows. The table must stand in a form.</summary>
/// <param name="Name">of the form's field; every ticked row sends its id under it</param>
/// <param name="Label">what a reader of the screen hears: <c>Select Acme</c></param>
/// <param name="TestId">the rows are numbered from 1 after it</param>
public sealed record Ticks<TRow>(string Name, Func<TRow, string> Label, string TestId);
