using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Ui.Forms;

/// <summary>One entry of an actions menu.</summary>
/// <param name="Address">Address of the operation's dialog.</param>
/// <param name="Reason">Why the operation would be refused now; null if it would not.</param>
public sealed record ActionItem(OperationDefinition Definition, string Label, string Address, string? Reason = null);
