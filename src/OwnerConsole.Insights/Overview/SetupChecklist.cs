using System.Diagnostics;
using Microsoft.AspNetCore.Components;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Insights.Overview;

/// <summary>Reads which steps of the setup are done, and what an empty overview offers.</summary>
public sealed class SetupChecklist(IEnumerable<ISetupStep> steps, OperationCatalogue catalogue, Panels panels, Database database)
{
    /// <summary>Slot of the panels that are shown until the first tenant is reported.</summary>
    private const string EmptySlot = "overview.empty";

    /// <summary>A complete checklist isn't read again for this time, so that it costs nothing.</summary>
    private static readonly TimeSpan s_completeFor = TimeSpan.FromHours(1);

    private readonly ISetupStep[] _steps = [.. steps.OrderBy(step => step.Order)];

    private long _completeAt; // timestamp of the last read that found all steps done; 0 if it never did

    /// <returns>The checklist; null if all steps are done.</returns>
    public async Task<SetupProgress?> FindOpen(Caller caller, CancellationToken stop)
    {
        if (Volatile.Read(ref _completeAt) is var at and > 0 && Stopwatch.GetElapsedTime(at) < s_completeFor)
            return null;
        var progress = await Find(caller, stop);
        return progress is { IsComplete: false } ? progress : null;
    }

    /// <returns>The checklist, also a complete one; null for callers who see only some tenants or test data.</returns>
    public async Task<SetupProgress?> Find(Caller caller, CancellationToken stop)
    {
        if (!caller.IsOfPlatform)
            return null;
        var needed = _steps.Where(step => step.IsNeeded).ToArray();
        var facts = await Read(needed, stop);
        var progress = new SetupProgress([.. needed.Select(step => Of(step, step.Read(facts[step.Key]), caller))]);
        Volatile.Write(ref _completeAt, progress.IsComplete ? Stopwatch.GetTimestamp() : 0);
        return progress;
    }

    /// <returns>What an empty overview offers besides the checklist.</returns>
    public Task<IReadOnlyList<RenderFragment>> DrawOffers(Caller caller, UnitOfWork work) =>
        panels.Draw(EmptySlot, new(caller, IdGenerator.Platform, OverviewRoutes.Address), work);

    private async Task<IReadOnlyDictionary<string, SetupFact>> Read(ISetupStep[] needed, CancellationToken stop)
    {
        if (needed.Length == 0)
            return new Dictionary<string, SetupFact>(StringComparer.Ordinal);
        await using var work = await database.ReadTenants([IdGenerator.Platform], stop); // this role also reads the team and its keys
        var facts = await work.List<SetupFact>(
            string.Join(" union all ", needed.Select(step => $"select '{step.Key}' as step, f.number, f.name, f.at from ({step.Sql}) f"))
        );
        return facts.ToDictionary(fact => fact.Step, StringComparer.Ordinal);
    }

    private SetupItem Of(ISetupStep step, SetupState state, Caller caller) =>
        new(step, caller.CanRead(step.ReadPermission) ? state : new(state.IsDone), catalogue.Can(caller, step.Permission));
}

/// <summary>The setup checklist.</summary>
public sealed record SetupProgress(IReadOnlyList<SetupItem> Items)
{
    public int Done => Items.Count(item => item.State.IsDone);

    public bool IsComplete => Done == Items.Count;

    /// <summary>Whether the reader can do a step. The list is of no use to others.</summary>
    public bool IsUseful => Items.Any(item => item.CanDo);

    /// <summary>Operations of the steps that open a dialog, separated by spaces.</summary>
    public string Operations => string.Join(' ', Items.Where(item => item.Step.Address is null).Select(item => item.Step.Permission));
}

/// <summary>A step of the checklist.</summary>
/// <param name="State">Without details if the reader can't see them.</param>
/// <param name="CanDo">Whether the reader can do the step.</param>
public sealed record SetupItem(ISetupStep Step, SetupState State, bool CanDo);
