using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Carries out no more steps. Access of tenants that pay is still restored.</summary>
public sealed class TurnOffDunning : Operation<DunningCampaign, NoInput>
{
    public const string Name = "dunning.turn_off";

    public override OperationDefinition Definition =>
        new(Name, "Turn off dunning", "turned off")
        {
            Group = ActionGroup.Plan,
            Subject = "platform",
            DoneSentence = "Dunning turned off",
            Synonyms = "stop dunning, stop reminders",
            RestoredByUndo = "Dunning is on, with the same limit. Steps that became due in the meantime are carried out.",
        };

    public override Task<IReadOnlyList<DunningCampaign>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => DunningCampaign.Load(ids, work);

    public override Refusal? Refuse(DunningCampaign campaign, NoInput input) => campaign.IsOn ? null : new("already_off", $"Dunning is already off.");

    public override Decision Decide(DunningCampaign campaign, NoInput input) =>
        new(
            $"No emails about unpaid invoices are sent, and no access is restricted. Tenants that are restricted get access when they pay.",
            new Effect("suspensions_per_day", campaign.Suspensions, null)
        );

    public override async Task Execute(IReadOnlyList<DunningCampaign> accepted, NoInput input, UnitOfWork work)
    {
        await DunningCampaign.Activations.Close([IdGenerator.Platform], work);
        await work.DropCeilings([DunningCampaign.Principal]);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<DunningCampaign> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await DunningCampaign.Activations.Reopen([IdGenerator.Platform], undoneRun, work);
        if (restored.Count > 0 && (await DunningCampaign.Find(work)).Suspensions is { } suspensions)
            await work.SetCeiling(DunningCampaign.Principal, DunningCampaign.Ceiling(suspensions));
        return restored;
    }
}
