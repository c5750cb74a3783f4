namespace OwnerConsole.Ui.Tables;

/// <summary>Checkbox column of a table for selecting rows. The table must be inside a form.</summary>
/// <param name="Name">Name of the form field with the ids of the selected rows.</param>
/// <param name="Label">Returns the accessible name of a row's checkbox, such as <c>Select Acme</c>.</param>
/// <param name="TestId">Prefix of the test ids; rows are numbered from 1.</param>
public sealed record CheckboxColumn<TRow>(string Name, Func<TRow, string> Label, string TestId);
