using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Revenue.Stripe.Mirror;
using Stripe;

namespace OwnerConsole.Revenue.Stripe.Accounts;

/// <summary>Checks each connection after a change and every hour: which account it belongs to, and what its key can't read.</summary>
public sealed class ConnectionCheck(Database database, StripeClients clients) : IWorkHandler
{
    internal const string Kind = "stripe.check",
        Lane = $"every:{Kind}";

    public string Name => Kind;

    public string Title => "Check the Stripe connection";

    /// <summary>Short, because a change is also noticed if it is made while a check is running.</summary>
    public TimeSpan? Interval => TimeSpan.FromSeconds(10);

    public bool SendsExternally => true;

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        foreach (var connection in await ListDue(stop))
            await Check(connection, stop);
        return WorkOutcome.Completed;
    }

    /// <returns>Connections that were never checked, failed a minute ago, or succeeded an hour ago.</returns>
    private async Task<IReadOnlyList<StripeConnection>> ListDue(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var recent = await work.List<string>(
            """
            select connection from stripe.checks
             where tenant_id = 'tnt_platform' and attempted_at > now() - case when error is null then interval '1 hour' else interval '1 minute' end
            """
        );
        return [.. (await StripeConnection.List(work)).Where(connection => !recent.Contains(connection.OpenedBy))];
    }

    private async Task Check(StripeConnection connection, CancellationToken stop)
    {
        try
        {
            await Store(connection, await AccountProbe.Read(clients.Create(connection), stop), error: null, stop);
        }
        catch (Exception error) when (StripeFault.Explain(error) is { } explained && !stop.IsCancellationRequested)
        {
            await Store(connection, account: null, explained, stop);
        }
    }

    private async Task Store(StripeConnection connection, StripeAccount? account, string? error, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        await work.Execute(
            """
            insert into stripe.checks as c
              (tenant_id, connection, mode, account_id, account_name, country, currency, missing_permissions, attempted_at, checked_at, failing_since, error)
            values ('tnt_platform', @OpenedBy, @Mode, @AccountId, @Name, @Country, @Currency, @missing, now(),
                    case when @error::text is null then now() end, case when @error::text is not null then now() end, @error)
            on conflict (tenant_id, mode, connection) do update
               set account_id = coalesce(excluded.account_id, c.account_id), account_name = coalesce(excluded.account_name, c.account_name),
                   country = coalesce(excluded.country, c.country), currency = coalesce(excluded.currency, c.currency),
                   missing_permissions = case when excluded.error is null then excluded.missing_permissions else c.missing_permissions end,
                   attempted_at = excluded.attempted_at, checked_at = coalesce(excluded.checked_at, c.checked_at),
                   failing_since = case when excluded.error is not null then coalesce(c.failing_since, excluded.failing_since) end, error = excluded.error
            """,
            new
            {
                connection.OpenedBy,
                connection.Mode,
                account?.AccountId,
                account?.Name,
                account?.Country,
                account?.Currency,
                missing = account?.MissingPermissions.ToArray() ?? [],
                error,
            }
        );
        if (account is not null && await Backfill.Start(connection.Mode, account.AccountId, work))
            await work.MakeDue([Backfill.Lane]);
        work.Notify(ConnectionCache.Channel);
        await work.Commit();
    }
}
