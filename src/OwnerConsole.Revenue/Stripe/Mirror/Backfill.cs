using System.Diagnostics;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Revenue.Stripe.Accounts;
using Stripe;

namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>Copies what existed in Stripe before the connection, type by type and page by page, newest objects first.</summary>
/// <remarks>
/// The cursor is stored with the objects of each page, so that a crash repeats one page at most. Objects that are created in the meantime arrive as events.
/// </remarks>
public sealed class Backfill(Database database, StripeClients clients) : IWorkHandler
{
    private const string Kind = "stripe.backfill";

    internal const string Lane = $"every:{Kind}";

    /// <summary>Shorter than a lane's lease, even with the longest request at the end.</summary>
    private static readonly TimeSpan s_maxTurn = TimeSpan.FromSeconds(20);

    public string Name => Kind;

    public string Title => "Copy existing objects from Stripe";

    public TimeSpan? Interval => TimeSpan.FromSeconds(10);

    public bool SendsExternally => true;

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < s_maxTurn)
        {
            if (await FindNext(stop) is not (var list, { } connection))
                return WorkOutcome.Completed;
            var asked = Stopwatch.GetTimestamp();
            await Read(list, connection, stop);
            await StripeReader.Pause(asked, stop);
        }
        return WorkOutcome.Reschedule(TimeSpan.Zero);
    }

    /// <summary>Creates the lists of an account. They are read from the start, unless the account was connected before.</summary>
    /// <returns>True if there is a new list.</returns>
    internal static async Task<bool> Start(Mode mode, string accountId, UnitOfWork work) =>
        await work.Execute(
            """
            insert into stripe.backfills (tenant_id, account_id, mode, type, place, started_at)
            select 'tnt_platform', @accountId, @mode, t.type, t.place, now() from unnest(@types) with ordinality t(type, place)
            on conflict do nothing
            """,
            new
            {
                mode,
                accountId,
                types = ObjectKind.All.Select(kind => kind.Type).ToArray(),
            }
        ) > 0;

    /// <returns>The next list of a connected account that is not complete and did not fail in the last minute; null if there is none.</returns>
    private async Task<(OpenList List, StripeConnection? Connection)?> FindNext(CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var list = await work.One<OpenList>(
            """
            select b.account_id, b.mode, b.type, b.last_id, clock_timestamp() as read_at
              from stripe.connections c
              join stripe.checks k on k.tenant_id = c.tenant_id and k.mode = c.mode and k.connection = c.opened_by
              join stripe.backfills b on b.tenant_id = c.tenant_id and b.account_id = k.account_id and b.mode = c.mode
             where c.tenant_id = 'tnt_platform' and c.closed_by is null and b.completed_at is null
               and (b.failed_at is null or b.failed_at < now() - interval '1 minute')
             order by b.mode, b.place
             limit 1
            """
        );
        return list is null ? null : (list, await StripeConnection.Find(list.Mode, work));
    }

    /// <summary>Reads a page. A list that fails waits a minute, and the next one is read in the meantime.</summary>
    private async Task Read(OpenList list, StripeConnection connection, CancellationToken stop)
    {
        try
        {
            var kind = ObjectKind.Find(list.Type)!; // lists are created from these types
            var page = await new StripeReader(clients.Create(connection)).List(kind, list.LastId, null, stop);
            await Store(list, page, stop);
        }
        catch (StripeException gone) when (gone.StripeError?.Param == "starting_after")
        {
            await Save(list with { LastId = null }, ObjectPage.Empty, isComplete: false, error: null, stop); // the last object was deleted, so the list starts again
        }
        catch (Exception error) when (StripeFault.Explain(error) is { } explained && !stop.IsCancellationRequested)
        {
            await Save(list, ObjectPage.Empty, isComplete: false, explained, stop);
        }
    }

    private async Task Store(OpenList list, ObjectPage page, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        ObjectStore.SavePage(list.AccountId, list.Mode, list.Type, page.Objects, list.ReadAt, work);
        await Save(list with { LastId = page.LastId ?? list.LastId }, page, !page.HasMore, error: null, work);
    }

    private async Task Save(OpenList list, ObjectPage page, bool isComplete, string? error, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        await Save(list, page, isComplete, error, work);
    }

    private static async Task Save(OpenList list, ObjectPage page, bool isComplete, string? error, UnitOfWork work)
    {
        work.Defer(
            """
            update stripe.backfills
               set last_id = @LastId, objects = case when @LastId::text is null then 0 else objects end + @read, error = @error,
                   began_at = case when @LastId::text is not null then coalesce(began_at, @ReadAt) end,
                   first_created_at = case when @LastId::text is not null then coalesce(first_created_at, @newest) end,
                   last_created_at = case when @LastId::text is not null then coalesce(@oldest, last_created_at) end,
                   completed_at = case when @isComplete then now() end, failed_at = case when @error::text is not null then now() end
             where tenant_id = 'tnt_platform' and account_id = @AccountId and mode = @Mode and type = @Type
            """,
            new
            {
                list.AccountId,
                list.Mode,
                list.Type,
                list.LastId,
                list.ReadAt,
                read = page.Objects.Count,
                newest = page.Objects.Count == 0 ? null : page.Objects[0].CreatedAt,
                oldest = page.Objects.Count == 0 ? null : page.Objects[^1].CreatedAt,
                isComplete,
                error,
            }
        );
        await work.Commit();
    }

    /// <param name="LastId">Last object that was read; null before the first page.</param>
    /// <param name="ReadAt">Time before the request, which a copy read later is newer than.</param>
    private sealed record OpenList(string AccountId, Mode Mode, string Type, string? LastId, DateTimeOffset ReadAt);
}
