using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Ends the hold of a tenant. The remaining steps are carried out, moved by the length of the hold.</summary>
public sealed class ReleaseDunning : Operation<HeldTenant, NoInput>
{
    public const string Name = "dunning.release";

    public override OperationDefinition Definition =>
        new(Name, "Release dunning", "released")
        {
            Subject = "tenant",
            Noun = "tenant",
            AcceptsRecords = true,
            Group = ActionGroup.Plan,
            BulkOrder = 9,
            Synonyms = "resume dunning, end hold",
            RestoredByUndo = "Dunning is on hold again, until the same day.",
        };

    public override Task<IReadOnlyList<HeldTenant>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => HeldTenant.Load(ids, work);

    public override Refusal? Refuse(HeldTenant tenant, NoInput input) => tenant.IsHeld ? null : new("not_held", $"Dunning is not on hold for {tenant}.");

    public override Decision Decide(HeldTenant tenant, NoInput input) =>
        new(Sentence.Say($"Dunning continues for {tenant}. The remaining steps are moved by the length of the hold."));

    public override async Task Execute(IReadOnlyList<HeldTenant> accepted, NoInput input, UnitOfWork work)
    {
        string[] ids = [.. accepted.Select(tenant => tenant.Id)];
        await HeldTenant.Holds.Close(ids, work);
        await HeldTenant.Reschedule(ids, work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<HeldTenant> subjects, string undoneRun, UnitOfWork work)
    {
        var held = await HeldTenant.Holds.Reopen([.. subjects.Select(tenant => tenant.Id)], undoneRun, work);
        await HeldTenant.Reschedule(held, work);
        return held;
    }
}
