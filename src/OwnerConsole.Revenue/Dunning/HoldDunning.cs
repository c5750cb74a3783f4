using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Carries out no steps of dunning for a tenant, until a day or until a person releases it. The days on hold don't count.</summary>
public sealed class HoldDunning : Operation<HeldTenant, HoldDunning.Input>
{
    public const string Name = "dunning.hold";

    public sealed record Input([Description("Last day of the hold, in UTC. Leave blank to hold until someone releases it.")] DateOnly? Until = null);

    public override Input Example => new(new DateOnly(2030, 12, 31));

    public override OperationDefinition Definition =>
        new(Name, "Hold dunning", "on hold")
        {
            Subject = "tenant",
            Noun = "tenant",
            AcceptsRecords = true,
            Group = ActionGroup.Plan,
            BulkOrder = 8,
            Synonyms = "pause dunning, exempt, promise to pay",
            RestoredByUndo = "Dunning continues.",
        };

    public override Task<IReadOnlyList<HeldTenant>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => HeldTenant.Load(ids, work);

    public override Refusal? Refuse(HeldTenant tenant, Input input) =>
        tenant switch
        {
            { Lifecycle: TenantLifecycle.Anonymised } => new("anonymised", $"{tenant} is anonymised."),
            { IsHeld: true } => new("already_held", $"Dunning is already on hold for {tenant}. Release it first."),
            _ when input.Until < tenant.Today => new("in_past", $"The last day can't be in the past. Today is {tenant.Today} in UTC."),
            _ when input.Until?.Year > 2199 => new("bad_day", $"The year must be at most 2199."),
            _ => null,
        };

    public override Decision Decide(HeldTenant tenant, Input input) =>
        new(
            input.Until is { } last
                ? Sentence.Say($"Until {last}, no emails about unpaid invoices are sent to {tenant}, and its access isn't restricted further.")
                : Sentence.Say($"No emails about unpaid invoices are sent to {tenant}, and its access isn't restricted further, until someone releases it.")
        );

    public override async Task Execute(IReadOnlyList<HeldTenant> accepted, Input input, UnitOfWork work)
    {
        string[] ids = [.. accepted.Select(tenant => tenant.Id)];
        await HeldTenant.Holds.Close(ids, work); // expired ones
        await work.Execute(
            """
            insert into dunning.holds (tenant_id, until_at, opened_by, opened_at)
            select id, @until, @run, clock_timestamp() from unnest(@ids) id
            """,
            new
            {
                ids,
                until = input.Until is { } last ? new DateTimeOffset(last.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : default(DateTimeOffset?),
                run = work.RunId,
            }
        );
        await HeldTenant.Reschedule(ids, work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<HeldTenant> subjects, string undoneRun, UnitOfWork work)
    {
        var released = await HeldTenant.Holds.CloseOpenedBy([.. subjects.Select(tenant => tenant.Id)], undoneRun, work);
        await HeldTenant.Reschedule(released, work);
        return released;
    }
}
