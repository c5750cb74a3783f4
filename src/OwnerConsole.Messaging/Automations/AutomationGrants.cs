using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Permissions of automations: the operations of their steps, up to their ceilings, given by a person who can run them without one.</summary>
public sealed class AutomationGrants(Lazy<OperationCatalogue> catalogue)
{
    internal const int DefaultRunsPerDay = 100,
        MaxRunsPerDay = 1_000;

    /// <returns>The automation as the requester of a run. It has no other permission than the operations of its steps.</returns>
    internal static Caller CallerOf(Automation automation, Mode mode) => new(automation.Id, CallerKind.System, automation.Operations, mode);

    /// <summary>Adds whether the caller can give the automation its permissions.</summary>
    internal async Task<AutomationFacts> Check(AutomationFacts subject, UnitOfWork work) =>
        subject.Input is { } input ? subject with { IsPermitted = await CanGive(input.Operations, work) } : subject;

    /// <summary>Checks that the caller of an undo can give an automation these operations, as for saving it or turning it on.</summary>
    /// <exception cref="Problem">409: they can't.</exception>
    internal async Task Require(IReadOnlyCollection<string> operations, UnitOfWork work)
    {
        if (!await CanGive(operations, work))
            throw new Problem(
                409,
                "operations_not_permitted",
                "It runs operations that you can't run yourself, or only up to a ceiling. Ask a team member with these permissions."
            );
    }

    private async Task<bool> CanGive(IReadOnlyCollection<string> operations, UnitOfWork work) =>
        operations.Count == 0 || work.Caller is not { } giver || (catalogue.Value.CanGrant(giver, operations, []) && !await work.HasCeiling(giver.Id));

    /// <summary>Sets the ceilings of automations that run operations to those of their current versions.</summary>
    internal static async Task SetCeilings(IReadOnlyCollection<string> ids, UnitOfWork work)
    {
        var automations = (await Automation.List(ids, work)).Where(automation => automation.Operations.Count > 0).ToList();
        if (automations.Count == 0)
            return;
        var currency = (await ReportingSettings.Of(work)).Currency;
        foreach (var automation in automations) // usually one
            await work.SetCeiling(automation.Id, new("*", TimeSpan.FromDays(1), automation.RunsPerDay, ToMinorUnits(automation.RevenuePerDay, currency)));
    }

    private static long? ToMinorUnits(int? units, string currency) =>
        units is { } sum ? Money.Read(sum.ToString(CultureInfo.InvariantCulture), currency)?.Amount ?? 0 : null;
}
