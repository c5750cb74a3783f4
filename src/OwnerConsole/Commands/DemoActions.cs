using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Broadcasts;
using OwnerConsole.Pure.Duplicates;
using OwnerConsole.Tenants.Deletions;
using OwnerConsole.Tenants.Duplicates;

namespace OwnerConsole.Commands;

/// <summary>
/// Adds the examples that no API key can add to demo data, through the same previews and runs as a person: a key can't confirm an identity, a test key can't
/// change what belongs to the platform, and a live key has no demo users.
/// </summary>
internal sealed class DemoActions(Database database, Previews previews, Runner runner)
{
    /// <summary>Tags with which World marks a tenant whose data is erased, and one that waits for it.</summary>
    private const string ErasedTag = "contract-ended",
        WaitingTag = "cancelled-by-phone";

    private const int WaitingDays = 14;

    private static readonly TimeSpan s_maxWait = TimeSpan.FromMinutes(2);

    /// <summary>Finds no live tenants, also if one is reported while the examples are added.</summary>
    private static readonly Caller s_demo = Caller.System with { Mode = Mode.Test };

    /// <summary>Adds what is missing. Does nothing as soon as there is a live tenant, so that nothing live is deleted or notified.</summary>
    /// <returns>Number of examples that were added.</returns>
    public async Task<int> Add(CancellationToken stop)
    {
        await using (var reading = await database.Read(stop))
            if (await Modes.Shown(reading) is not Mode.Test)
                return 0;
        bool[] added = [await AddBroadcast(stop), await DismissPair(stop), await DeleteTenants(stop)];
        return added.Count(isAdded => isAdded);
    }

    /// <summary>Sends a notification to the owners of all tenants. Demo users receive no emails.</summary>
    private async Task<bool> AddBroadcast(CancellationToken stop)
    {
        await using (var reading = await database.Read(stop))
            if ((await Broadcast.List(new BroadcastFilter(Mode.Test, Limit: 1), reading)).Data.Count > 0)
                return false;
        var input = new BroadcastInput(
            "Invoices as PDF, {{recipient.name}}",
            "**{{tenant.name}}** can download each invoice as PDF. Open *Billing* and choose an invoice.",
            BroadcastKind.FeatureUpdate,
            Channels: [ChannelSource.InApp],
            Link: "https://example.org/billing",
            LinkLabel: "Open Billing",
            OwnersOnly: true
        );
        return await Run(Caller.System, CreateBroadcast.Name, TargetSelection.Of(IdGenerator.Platform), input, stop) is { Lines: [{ Created: { } draft }] }
            && await IsForDemo(draft, stop)
            && await Run(Caller.System, SendBroadcast.Name, TargetSelection.Of(draft), new SendBroadcast.Input(), stop) is not null;
    }

    /// <summary>A draft keeps the mode in which it was created, which is live if a live tenant was reported just before.</summary>
    private async Task<bool> IsForDemo(string draft, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await Broadcast.Find(draft, reading) is { Mode: Mode.Test };
    }

    /// <summary>Dismisses a pair of tenants. The others remain open.</summary>
    private async Task<bool> DismissPair(CancellationToken stop)
    {
        if ((await ListPairs(DuplicateState.Dismissed, stop)).Count > 0)
            return false;
        DuplicateView? last = null;
        await Poller.WaitUntil(FindsPair, s_maxWait, TimeSpan.FromSeconds(1), stop);
        return last is not null && await Run(Caller.System, DismissDuplicate.Name, TargetSelection.Of(last.Id), new NoInput(), stop) is not null;

        // The console compares reported tenants within half a minute.
        async Task<bool> FindsPair(CancellationToken waiting)
        {
            last = await ListPairs(DuplicateState.Open, waiting) is [.., var found] ? found : null;
            return last is not null;
        }
    }

    private async Task<IReadOnlyList<DuplicateView>> ListPairs(DuplicateState state, CancellationToken stop)
    {
        var filter = new DuplicateFilter(Mode.Test, DuplicateKind.Tenant, state, Record: null);
        await using var reading = await database.Read(stop);
        return (await DuplicateReader.List(filter, cursor: null, limit: 10, reading)).Data;
    }

    /// <summary>Deletes one tenant at once and another one after a waiting period. A deletion that was cancelled in the meantime is not scheduled again.</summary>
    private async Task<bool> DeleteTenants(CancellationToken stop)
    {
        var all = new DeletionFilter(Mode.Test, OnlyTenant: null, Tenant: null, State: null, Cursor: null, Limit: 1);
        await using (var reading = await database.Read(stop))
            if ((await DeletionView.List(all, reading)).Data.Count > 0)
                return false;
        var isWaiting = await Delete(WaitingTag, WaitingDays, stop);
        return await Delete(ErasedTag, waitingDays: 0, stop) || isWaiting;
    }

    private async Task<bool> Delete(string tag, int waitingDays, CancellationToken stop)
    {
        var tagged = new TargetSelection(Query: new Dictionary<string, string>(StringComparer.Ordinal) { ["tag"] = tag });
        return await Run(s_demo, DeleteTenant.Name, tagged, new DeleteTenant.Input("The contract has ended.", waitingDays), stop) is not null;
    }

    /// <returns>Null if nothing matches, or all are refused, for example because it was done before.</returns>
    private async Task<Run?> Run<T>(Caller caller, string operation, TargetSelection target, T input, CancellationToken stop)
    {
        try
        {
            var preview = await previews.Create(caller, operation, target, Json.Element(input), stop);
            if (preview.Accepted == 0)
                return null;
            var proof = preview.RequiresReauthentication ? new Proof(ProofKind.ServerAccess) : null;
            var order = new RunStartRequest(preview.PreviewId, "Example", Proof: proof, Confirmation: preview.Confirmation) { LoadedPreview = preview };
            return await runner.Start(caller, order, key: null, stop);
        }
        catch (Problem nothing) when (nothing.Status is 404)
        {
            return null;
        }
    }
}
