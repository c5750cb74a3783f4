using System.Diagnostics;
using System.Net;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Revenue.Stripe.Accounts;
using OwnerConsole.Revenue.Stripe.Projection;
using Stripe;

namespace OwnerConsole.Revenue.Stripe.Mirror;

/// <summary>Reads a customer with its subscriptions, invoices, payments and everything else from Stripe again, because a person requests it.</summary>
/// <remarks>The lists that are left are stored with the objects of each page, so that a crash repeats one page at most.</remarks>
public sealed class CustomerReader(Database database, ConnectionCache connections, StripeClients clients) : IWorkHandler
{
    private const string Kind = "stripe.read_customer";

    /// <summary>Stripe's name of the type.</summary>
    internal const string CustomerType = "customer";

    /// <summary>Shorter than a lane's lease, even with the longest page at the end.</summary>
    private static readonly TimeSpan s_maxTurn = TimeSpan.FromSeconds(20);

    public string Name => Kind;

    public string Title => "Read a customer from Stripe";

    public bool SendsExternally => true;

    public RetryPolicy RetryPolicy => StripeFault.RetryPolicy;

    /// <summary>Queues the requested read of a customer. The caller wakes the workers.</summary>
    internal static Task Enqueue(string account, Mode mode, string customer, UnitOfWork work) =>
        work.Enqueue(ObjectReader.LaneOf(account, customer), Kind, new Job(account, mode, customer));

    /// <returns>The lists of a customer. Refunds, disputes and payments of invoices are listed once their charges and invoices are read.</returns>
    internal static IReadOnlyList<ListRead> ListsOf(string customer) =>
        [
            new(CustomerType, null, customer),
            .. ObjectKind.All.Where(kind => kind.IsListedByCustomer).Select(kind => new ListRead(kind.Type, "customer", customer)),
        ];

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var job = Json.Read<Job>(item.Body);
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < s_maxTurn; )
        {
            if (await FindPending(job, stop) is not { } waiting)
                return WorkOutcome.Completed;
            var connection = await connections.Find(job.Mode, stop);
            if (connection?.AccountId != job.Account)
                return await Fail(job, "Stripe is no longer connected to this account.", isLast: true, stop);
            var asked = Stopwatch.GetTimestamp();
            var left = Json.Read<IReadOnlyList<ListRead>>(JsonSerializer.Deserialize<JsonElement>(waiting.Lists));
            try
            {
                await Store(job, waiting, left, await Read(left[0], new(clients.Create(connection)), stop), stop);
            }
            catch (StripeException forbidden) when (forbidden.HttpStatusCode is HttpStatusCode.Forbidden)
            {
                if (left[0].IsForbidden)
                    return await Fail(job, StripeFault.Explain(forbidden)!, isLast: true, stop); // every StripeException is explained
                await Postpone(job, left, stop);
            }
            catch (Exception error) when (StripeFault.Explain(error) is { } explained && !stop.IsCancellationRequested)
            {
                return await Fail(job, explained, RetryPolicy.IsLast(item), stop);
            }
            await StripeReader.Pause(asked, stop);
        }
        return WorkOutcome.Reschedule(TimeSpan.Zero);
    }

    private async Task<PendingCustomer?> FindPending(Job job, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.One<PendingCustomer>(
            $"""
            select r.lists::text as lists, clock_timestamp() as read_at from stripe.reads r
             where r.tenant_id = 'tnt_platform' and r.account_id = @Account and r.object_id = @Customer and r.mode = @Mode and r.lists <> '[]' and {RequestedReads.IsOpen}
            """,
            job
        );
    }

    private static async Task<ObjectPage> Read(ListRead list, StripeReader reader, CancellationToken stop)
    {
        var kind = ObjectKind.Find(list.Type)!; // lists are created from these types
        if (list.By is null)
            return new([await reader.ReadOrDeleted(kind, list.Value, stop)], HasMore: false);
        try
        {
            return await reader.List(kind, list.After, (list.By, list.Value), stop);
        }
        catch (StripeException gone) when (list.After is not null && gone.StripeError?.Param == "starting_after")
        {
            return await Read(list with { After = null }, reader, stop); // the last object was deleted, so the list starts again
        }
    }

    private async Task Store(Job job, PendingCustomer waiting, IReadOnlyList<ListRead> left, ObjectPage page, CancellationToken stop)
    {
        var list = left[0];
        // Those of this page come first, so that few lists are left at any time.
        IReadOnlyList<ListRead> next =
        [
            .. page.Objects.SelectMany(read => DependentsOf(list.Type, read)),
            .. page.HasMore ? [list with { After = page.LastId }] : Array.Empty<ListRead>(),
            .. left.Skip(1),
        ];
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        if (page.Objects is [{ IsDeleted: true } gone])
            ObjectStore.Save(job.Account, job.Mode, list.Type, gone, waiting.ReadAt, eventId: null, work);
        else
            ObjectStore.SavePage(job.Account, job.Mode, list.Type, page.Objects, waiting.ReadAt, work);
        ReadEvents.CompleteAll(job.Account, job.Mode, [.. page.Objects.Select(read => read.Id)], waiting.ReadAt, work);
        RequestedReads.Complete(job.Account, job.Mode, [.. page.Objects.Select(read => read.Id)], waiting.ReadAt, work);
        work.Defer(
            $"""
            update stripe.reads r set lists = @next::jsonb, attempts = 0, error = null, read_at = case when @isComplete then @ReadAt::timestamptz end
             where r.tenant_id = 'tnt_platform' and r.account_id = @Account and r.object_id = @Customer and r.mode = @Mode and {RequestedReads.IsOpen}
            """,
            new
            {
                job.Account,
                job.Mode,
                job.Customer,
                waiting.ReadAt,
                next = Json.Text(next),
                isComplete = next.Count == 0,
            }
        );
        await work.Commit();
    }

    /// <summary>Puts a list that the key can't read behind the others, so that they are read before the sync fails.</summary>
    private async Task Postpone(Job job, IReadOnlyList<ListRead> left, CancellationToken stop)
    {
        IReadOnlyList<ListRead> next = [.. left.Skip(1), left[0] with { IsForbidden = true }];
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        work.Defer(
            $"""
            update stripe.reads r set lists = @next::jsonb
             where r.tenant_id = 'tnt_platform' and r.account_id = @Account and r.object_id = @Customer and r.mode = @Mode and {RequestedReads.IsOpen}
            """,
            new
            {
                job.Account,
                job.Mode,
                job.Customer,
                next = Json.Text(next),
            }
        );
        await work.Commit();
    }

    /// <returns>Lists that can only be narrowed to a charge or an invoice.</returns>
    private static IEnumerable<ListRead> DependentsOf(string type, StripeObject read)
    {
        if (type is not ("charge" or "invoice"))
            yield break;
        var body = JsonSerializer.Deserialize<JsonElement>(read.Body);
        if (type == "invoice" && body.Text("status") != "draft")
            yield return new("invoice_payment", "invoice", read.Id);
        if (type == "charge" && body.Text("status") == "succeeded")
            yield return new("refund", "charge", read.Id);
        if (type == "charge" && body.Flag("disputed"))
            yield return new("dispute", "charge", read.Id);
    }

    private async Task<WorkOutcome> Fail(Job job, string error, bool isLast, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [IdGenerator.Platform], stop);
        RequestedReads.Fail(job.Account, job.Mode, job.Customer, error, isLast, work);
        await work.Commit();
        return isLast ? WorkOutcome.Completed : WorkOutcome.Failed(new(error)); // the tenant's page shows the failure, so it isn't a failed job as well
    }

    private sealed record Job(string Account, Mode Mode, string Customer);

    /// <param name="Lists">Lists that are left, as JSON.</param>
    private sealed record PendingCustomer(string Lists, DateTimeOffset ReadAt);
}

/// <summary>A list to read, or one object.</summary>
/// <param name="Type">Stripe's name of the type.</param>
/// <param name="By">Query parameter that narrows the list; null to read the object with this ID.</param>
/// <param name="Value">ID that all objects of the list refer to, or the ID of the object.</param>
/// <param name="After">Last object that was read; null before the first page.</param>
/// <param name="IsForbidden">Whether the key had no permission to read it.</param>
internal sealed record ListRead(string Type, string? By, string Value, string? After = null, bool IsForbidden = false);
