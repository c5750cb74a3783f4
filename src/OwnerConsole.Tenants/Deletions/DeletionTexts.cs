namespace OwnerConsole.Tenants.Deletions;

/// <summary>What a deletion erases and what it keeps, as its preview and its pages say.</summary>
internal static class DeletionTexts
{
    public const string Erased = "Names, addresses, phone numbers, notes, tags, attributes and texts of messages";

    /// <remarks>Accounting and tax law require invoices and payments; the audit log and metrics contain no names after the deletion.</remarks>
    public const string Kept = "Invoices, payments, subscriptions and purchases, as accounting law requires; metrics; the audit log without names";

    public static string State(DeletionState state) =>
        state switch
        {
            DeletionState.Scheduled => "Scheduled",
            DeletionState.OnHold => "On legal hold",
            DeletionState.Erasing => "Erasing",
            DeletionState.Retrying => "Retrying",
            DeletionState.Deleted => "Deleted",
            _ => "Cancelled",
        };
}
