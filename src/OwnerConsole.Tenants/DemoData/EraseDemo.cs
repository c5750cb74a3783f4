using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>Erases everything that test keys have reported, and every number made of it.</summary>
public sealed class EraseDemo(Database database) : Operation<DemoFacts, EraseDemo.Nothing>
{
    public const string Name = "demo.erase";

    public sealed record Nothing;

    public override Declaration Is =>
        new(Name, "Erase demo data", "erased")
        {
            Subject = "platform",
            Noun = "demo",
            Told = "The demo is being erased",
            Reversal = Reversal.Never,
            StaysGone = "Every demo tenant with its people, events, purchases, notes and numbers. A demo can be played again.",
        };

    // A run about the platform sees no tenant's rows, so they are counted by a reader of its own.
    public override async Task<IReadOnlyList<DemoFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work)
    {
        await using var reading = await database.Read();
        return [await DemoFacts.Find(reading)];
    }

    public override Refusal? Refuse(DemoFacts demo, Nothing input) =>
        demo switch
        {
            { IsGoing: true } => new("no_demo", $"The demo is being erased already."),
            { Tenants: 0 } => new("no_demo", $"There is no demo data."),
            { IsReporting: true } => new("still_reporting", $"A test key reports demo data just now. Stop what plays it, and try again half a minute later."),
            _ => null,
        };

    public override Decision Decide(DemoFacts demo, Nothing input) =>
        new($"Erased for ever: {demo.Tenants:demo tenant} with {demo.People:person|people}, and everything about them. Live data is not touched.");

    public override Task Execute(IReadOnlyList<DemoFacts> accepted, Nothing input, Work work) => DemoErasing.Ask(accepted[0].UpTo!, work); // refused where there are none
}
