using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>Matches the open cases of a tenant with the campaigns again. Steps that were carried out stay; the remaining ones are those of the new campaign.</summary>
public sealed class RematchDunning : Operation<RematchedTenant, NoInput>
{
    public const string Name = "dunning.rematch";

    public override OperationDefinition Definition =>
        new(Name, "Match dunning campaign again", "matched again")
        {
            Subject = "tenant",
            Noun = "tenant",
            AcceptsRecords = true,
            Group = ActionGroup.Plan,
            Synonyms = "change dunning campaign, reassign",
            RestoredByUndo = "The remaining steps are those of the previous campaign.",
            NotRestoredByUndo = "Steps that were carried out in the meantime.",
        };

    public override Task<IReadOnlyList<RematchedTenant>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => RematchedTenant.Load(ids, work);

    public override Refusal? Refuse(RematchedTenant tenant, NoInput input) =>
        tenant switch
        {
            { OpenCases: 0 } => new("no_case", $"No invoice of {tenant} is being dunned."),
            { Changes.Count: 0 } => new("no_change", $"The campaigns of {tenant} are still the first ones that match."),
            _ => null,
        };

    public override Decision Decide(RematchedTenant tenant, NoInput input) =>
        new(
            tenant.Changes is [var only]
                ? Sentence.Say($"The remaining steps for an unpaid invoice of {tenant} will be those of the campaign {new EntityReference(only.ToId)}.")
                : Sentence.Say($"The remaining steps for {tenant.Changes.Count:unpaid invoice} of {tenant} will be those of the campaigns that match now.")
        );

    public override Task Execute(IReadOnlyList<RematchedTenant> accepted, NoInput input, UnitOfWork work) =>
        RematchedTenant.Move([.. accepted.SelectMany(tenant => tenant.Changes)], work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<RematchedTenant> subjects, string undoneRun, UnitOfWork work) =>
        [.. (await RematchedTenant.MoveBack([.. subjects.Select(tenant => tenant.Id)], undoneRun, work)).Distinct(StringComparer.Ordinal)];
}
