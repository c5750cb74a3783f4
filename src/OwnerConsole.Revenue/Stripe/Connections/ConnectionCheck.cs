using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using Stripe;

namespace OwnerConsole.Revenue.Stripe.Connections;

/// <summary>Checks each connection after a change and every hour: which account it belongs to, and what its key can't read.</summary>
public sealed class ConnectionCheck(Database database, StripeClients clients) : IWorkHandler
{
    internal const string Kind = "stripe.check",
        Lane = $"every:{Kind}";

    private static readonly TimeSpan s_retryAfter = TimeSpan.FromMinutes(1);

    public string Name => Kind;

    public string Title => "Check the Stripe connection";

    public TimeSpan? Interval => TimeSpan.FromHours(1);

    public bool SendsExternally => true;

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var haveSucceeded = true;
        foreach (var connection in await List(stop))
            haveSucceeded &= await Check(connection, stop);
        return haveSucceeded ? WorkOutcome.Completed : WorkOutcome.Reschedule(s_retryAfter);
    }

    private async Task<IReadOnlyList<StripeConnection>> List(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await StripeConnection.List(work);
    }

    private async Task<bool> Check(StripeConnection connection, CancellationToken stop)
    {
        try
        {
            await Store(connection, await AccountProbe.Read(clients.Create(connection), stop), error: null, stop);
            return true;
        }
        catch (Exception error) when (StripeFault.Explain(error) is { } explained && !stop.IsCancellationRequested)
        {
            await Store(connection, account: null, explained, stop);
            return false;
        }
    }

    private async Task Store(StripeConnection connection, StripeAccount? account, string? error, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        await work.Execute(
            """
            insert into stripe.checks as c
              (tenant_id, connection, mode, account_id, account_name, country, currency, missing_permissions, checked_at, failing_since, error)
            values ('tnt_platform', @OpenedBy, @Mode, @AccountId, @Name, @Country, @Currency, @missing,
                    case when @error::text is null then now() end, case when @error::text is not null then now() end, @error)
            on conflict (tenant_id, mode, connection) do update
               set account_id = coalesce(excluded.account_id, c.account_id), account_name = coalesce(excluded.account_name, c.account_name),
                   country = coalesce(excluded.country, c.country), currency = coalesce(excluded.currency, c.currency),
                   missing_permissions = case when excluded.error is null then excluded.missing_permissions else c.missing_permissions end,
                   checked_at = coalesce(excluded.checked_at, c.checked_at),
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
        await work.Commit();
    }
}
