using OwnerConsole.Data;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Reliability.SupportTickets;

/// <summary>Deletes support tickets two years after they were opened, as results of SLAs are.</summary>
internal sealed class SupportTicketRetention(Database database) : RetentionPolicy(database)
{
    public override string Key => "support";

    public override string Name => "support_tickets.forget";

    public override string Title => "Delete old support tickets";

    public override string Kind => "Support tickets";

    public override string Description => "Times, priorities and links of support tickets two years after they were opened.";

    public override string Basis => "Legitimate interest, proof of agreed service levels";

    public override Setting? Setting => null;

    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [new RetainedRows("support_tickets.tickets", "r.opened_at", _ => "r.opened_at < now() - interval '731 days'")];
}
