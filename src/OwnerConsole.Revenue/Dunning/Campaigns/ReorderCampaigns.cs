using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>Changes the order in which campaigns are tried. The default campaign is always last.</summary>
public sealed class ReorderCampaigns(Database database) : Operation<CampaignSubject, ReorderCampaigns.Input>
{
    public const string Name = "dunning.reorder";

    public sealed record Input(
        [Description("IDs of campaigns in their new order, one per line. Campaigns that aren't listed follow in their current order.")]
            IReadOnlyList<string> Campaigns
    );

    public override Input Example => new(["dcp_01jdxyzw0ce0pbqk5yhn2xw3kz"]);

    public override OperationDefinition Definition =>
        new(Name, "Reorder dunning campaigns", "reordered")
        {
            Group = ActionGroup.Plan,
            Subject = "platform",
            Noun = "campaign",
            DoneSentence = "Campaigns reordered",
            RestoredByUndo = "The previous order, unless it was changed since.",
        };

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        [("campaigns", string.Join('\n', (await DunningCampaign.List(work)).Where(campaign => !campaign.IsDefault).Select(campaign => campaign.Id)))];

    public override Task<IReadOnlyList<CampaignSubject>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        CampaignSubject.Load([.. ids.Where(id => id == IdGenerator.Platform)], null, database, work);

    public override Refusal? Refuse(CampaignSubject subject, Input input) =>
        input.Campaigns.Contains(DunningCampaign.DefaultId) ? CampaignRefusals.IsDefault
        : input.Campaigns.Except(Current(subject), StringComparer.Ordinal).Any()
        || input.Campaigns.Distinct(StringComparer.Ordinal).Count() < input.Campaigns.Count
            ? new("bad_order", $"List IDs of existing campaigns, each once.")
        : Changed(subject, input).SequenceEqual(Current(subject)) ? new("no_change", $"The campaigns already have this order.")
        : null;

    public override Decision Decide(CampaignSubject subject, Input input) =>
        new($"The campaign {new EntityReference(Changed(subject, input)[0])} will be tried first. Open cases keep their campaign."); // not empty: no change is refused

    public override Task Execute(IReadOnlyList<CampaignSubject> accepted, Input input, UnitOfWork work) =>
        DunningCampaignRows.SetOrder(Changed(accepted[0], input), work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<CampaignSubject> subjects, string undoneRun, UnitOfWork work) =>
        DunningCampaign.Orders.Undo([IdGenerator.Platform], undoneRun, work);

    private static IReadOnlyList<string> Changed(CampaignSubject subject, Input input) =>
        [.. input.Campaigns, .. Current(subject).Except(input.Campaigns, StringComparer.Ordinal)];

    private static IEnumerable<string> Current(CampaignSubject subject) =>
        subject.Campaigns.Where(campaign => !campaign.IsDefault).Select(campaign => campaign.Id);
}
