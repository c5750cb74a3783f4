using OwnerConsole.Data;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Deletes the addresses of members who sent privacy requests, once the answer was sent.</summary>
public sealed class PrivacyContactRetention(Database database) : RetentionPolicy(database)
{
    public override string Key => "privacy_contacts";

    public override string Name => "privacy_contacts.forget";

    public override string Title => "Delete addresses of answered privacy requests";

    public override string Kind => "Addresses of privacy requests";

    public override string Description => "Encrypted addresses of members who sent a privacy request, a week after it was fulfilled, refused or withdrawn.";

    public override Setting? Setting => null;

    public override IReadOnlyList<RetainedRows> Rows { get; } =
    [
        new RetainedRows(
            "privacy.contacts",
            "r.opened_at",
            _ =>
                "exists (select from privacy.statuses s"
                + " where s.tenant_id = r.tenant_id and s.request_id = r.request_id and s.closed_by is null"
                + " and s.status in ('fulfilled', 'refused', 'withdrawn') and s.opened_at <= now() - interval '7 days')"
                // An email can wait longer than a week, such as during an emergency stop.
                + " and not exists (select from privacy.messages w join core.emails e on e.tenant_id = w.tenant_id and e.email_id = w.email_id"
                + " where w.tenant_id = r.tenant_id and w.request_id = r.request_id and w.closed_by is null and e.state = 'waiting')"
        )
        {
            BelongToPlatform = true,
            AgeIndexes = [],
        },
    ];
}
