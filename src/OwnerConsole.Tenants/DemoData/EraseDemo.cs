using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>Erases all data reported with test keys, including metrics.</summary>
public sealed class EraseDemo(Database database) : Operation<DemoFacts, NoInput>
{
    public const string Name = "demo.erase";

    public override OperationDefinition Definition =>
        new(Name, "Erase demo data", "erased")
        {
            Group = ActionGroup.Danger,
            Subject = "platform",
            Noun = "demo",
            DoneSentence = "Demo data is being erased",
            Reversal = Reversal.Never,
            NotRestoredByUndo = "All demo tenants with their people, events, purchases, notes and metrics. You can generate a new demo.",
        };

    // A run on the platform can't read rows of tenants, so they are counted on a separate connection.
    public override async Task<IReadOnlyList<DemoFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work)
    {
        await using var reading = await database.Read();
        return [await DemoFacts.Find(reading)];
    }

    public override Refusal? Refuse(DemoFacts demo, NoInput input) =>
        demo switch
        {
            { IsGoing: true } => new("no_demo", $"The demo data is already being erased."),
            { Tenants: 0 } => new("no_demo", $"There is no demo data."),
            { HoldId: { } hold } => new("legal_hold", $"A demo tenant is covered by legal hold {new EntityReference(hold)}. Release it first."),
            { IsReporting: true } => new("still_reporting", $"A test key is still reporting demo data. Stop it and try again in 30 seconds."),
            _ => null,
        };

    public override Decision Decide(DemoFacts demo, NoInput input) =>
        new($"Permanently erases {demo.Tenants:demo tenant} with {demo.People:person|people} and all their data. Live data isn't affected.");

    public override Task Execute(IReadOnlyList<DemoFacts> accepted, NoInput input, UnitOfWork work) => DemoEraser.Request(accepted[0].UpTo!, work); // refused if there are no demo tenants
}
