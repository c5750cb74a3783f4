namespace OwnerConsole.Tenants.Members;

/// <summary>State of the dialog that selects members by pasted values.</summary>
/// <param name="Back">Page to return to.</param>
/// <param name="Text">The pasted text; null before.</param>
/// <param name="Error">Why it can't be used; null if it can.</param>
public sealed record PastedSelection(string? Back, string? Text, string? Error)
{
    /// <summary>Number of selected members.</summary>
    public int Found { get; init; }

    /// <summary>Values that name no member.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>Address of the operations for the selection; null until members are found.</summary>
    public string? Next { get; init; }
}
