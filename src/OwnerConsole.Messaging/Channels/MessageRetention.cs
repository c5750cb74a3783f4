using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Messaging.Channels;

/// <summary>Deletes messages on channels after the same period as emails, expired subscriptions of browsers, and who wrote on WhatsApp when it no longer matters.</summary>
public sealed class MessageRetention(Database database) : Retention(database)
{
    public override string Name => "channels.forget";

    public override string Title => "Delete old messages on channels";

    protected override Task<IReadOnlyList<string>> FindTenants(int limit, UnitOfWork reading) =>
        reading.List<string>(
            $"""
            select tenant_id from channels.messages where created_at < now() - {EmailRetention.RetentionDays.IntervalSql}
            union
            select tenant_id from channels.incoming where received_at < now() - @window
            union
            select tenant_id from channels.subscriptions where expires_at < now()
            limit @limit
            """,
            new { limit, window = RecipientResolver.FreeTextWindow }
        );

    protected override async Task Delete(IReadOnlyList<string> tenants, UnitOfWork work)
    {
        await work.Execute($"delete from channels.messages where created_at < now() - {EmailRetention.RetentionDays.IntervalSql}");
        await work.Execute("delete from channels.subscriptions where expires_at < now()");
        await work.Execute("delete from channels.incoming where received_at < now() - @window", new { window = RecipientResolver.FreeTextWindow });
    }
}
