using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>Adds a campaign before the default campaign. It is off until someone turns it on.</summary>
public sealed class CreateCampaign(Database database) : Operation<CampaignSubject, CampaignInput>
{
    public const string Name = "dunning.create";

    public override CampaignInput Example => new("Enterprise", "0, 7, 21", 30, 60, AmountFrom: "1000", TenureFrom: 12);

    public override OperationDefinition Definition =>
        new(Name, "Add dunning campaign", "added")
        {
            Group = ActionGroup.Plan,
            Subject = "platform",
            Noun = "campaign",
            Synonyms = "new dunning campaign, reminder schedule",
            RestoredByUndo = "The campaign is deleted, unless it was changed since. Its open cases keep their steps.",
        };

    public override async Task<IReadOnlyList<CampaignSubject>> Load(IReadOnlyList<string> ids, CampaignInput input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var loaded = await CampaignSubject.Load([IdGenerator.Platform], null, database, work);
        return [await (loaded[0] with { NewId = work.NewId(DunningCampaign.Prefix, IdGenerator.Platform) }).With(input, database, work)];
    }

    public override Refusal? Refuse(CampaignSubject subject, CampaignInput input) =>
        CampaignTerms.Check(input)
        ?? subject switch
        {
            _ when string.IsNullOrWhiteSpace(input.Name) => new("no_name", $"Enter a name for the campaign."),
            { IsNameTaken: true } => CampaignRefusals.NameTaken,
            { IsTenantUnknown: true } => CampaignRefusals.UnknownTenant,
            { Campaigns.Count: >= CampaignSubject.MaxCampaigns } => new(
                "too_many",
                $"There can be at most {CampaignSubject.MaxCampaigns} campaigns. Delete one first."
            ),
            _ => null,
        };

    public override Decision Decide(CampaignSubject subject, CampaignInput input)
    {
        var says = Sentence.Say(
            $"The new campaign would match {subject.Matching:unpaid invoice} now. It is off until you turn it on. Tenants receive an email on the days "
        );
        ChangeDunning.AppendSteps(subject.After!.Steps, says); // not null: invalid input is refused
        return new(says) { Created = subject.NewId };
    }

    public override Task Execute(IReadOnlyList<CampaignSubject> accepted, CampaignInput input, UnitOfWork work) =>
        DunningCampaignRows.Open(accepted[0].NewId, accepted[0].After!, work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<CampaignSubject> subjects, string undoneRun, UnitOfWork work)
    {
        var closed = await DunningCampaign.Versions.CloseOpenedBy(ids: null, undoneRun, work);
        return closed.Count > 0 ? [IdGenerator.Platform] : [];
    }
}
