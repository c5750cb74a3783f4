using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Deletes addresses that were not confirmed in time.</summary>
public sealed class SubscriberRetention(Database database) : Retention(database)
{
    private const string Old = "confirmed_at is null and confirm_sent_at < now() - interval '2 days'";

    public override string Name => "status_subscribers.forget";

    public override string Title => "Delete unconfirmed subscribers";

    protected override Task<IReadOnlyList<string>> FindTenants(int limit, UnitOfWork reading) =>
        reading.List<string>($"select distinct tenant_id from status_pages.subscribers where {Old} limit @limit", new { limit });

    protected override Task Delete(IReadOnlyList<string> tenants, UnitOfWork work) =>
        work.Execute($"delete from status_pages.subscribers where tenant_id = 'tnt_platform' and {Old}");
}
