using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>Generates demo data: the bundled simulator reports tenants with months of activity through the API, with a new test key.</summary>
public sealed class LoadDemo(DemoPlayer player, ApiKeys keys) : Operation<LoadDemoFacts, LoadDemo.Input>
{
    public const string Name = "demo.load";

    public sealed record Input(
        [Description("Kind of product to simulate.")] DemoKind Product = DemoKind.Bot,
        [Range(1, DemoPlayer.MaxTenants)] [Description("1 to 500.")] int Tenants = 200,
        [Description(
            "Keep the current terminology. Otherwise the terminology, meters and plans of the product are applied first, in a separate run that you can undo."
        )]
            bool KeepTerminology = false
    );

    public override OperationDefinition Definition =>
        new(Name, "Load demo data", "loaded")
        {
            Synonyms = "demo, sample data, example data, generate",
            Subject = "platform",
            Noun = "demo",
            DoneSentence = "Generating demo data",
            RestoredByUndo = "Generation stops, and its test key is revoked.",
            NotRestoredByUndo = "Demo data that was already reported; erase it under Demo data. The terminology, meters and plans, which have their own undo.",
        };

    public override async Task<IReadOnlyList<LoadDemoFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        ids.Contains(IdGenerator.Platform)
            ?
            [
                new(
                    DemoPlayer.IsBundled,
                    player.Playing is not null || await work.One<bool>("select exists (select from work.items where kind = @Name)", new { Name }),
                    await work.One<bool>($"select {DemoEraser.IsRunning}")
                ),
            ]
            : [];

    public override Refusal? Refuse(LoadDemoFacts demo, Input input) =>
        (demo, input) switch
        {
            ({ IsBundled: false }, _) => new("no_simulator", $"This installation doesn't include the simulator. Run it from the source folder instead."),
            ({ IsLoading: true }, _) => new("demo_running", $"Demo data is already being generated. Wait until it is finished."),
            ({ IsErasing: true }, _) => new("demo_erasing", $"The demo data is being erased. Try again in a minute."),
            (_, { Tenants: < 1 or > DemoPlayer.MaxTenants }) => new("bad_tenants", $"The number of tenants must be 1 to {DemoPlayer.MaxTenants}."),
            _ => null,
        };

    public override Decision Decide(LoadDemoFacts demo, Input input) =>
        new(
            $"Reports {input.Tenants:simulated tenant} in test mode, which takes about a minute. Pages show demo data until the first live tenant is reported. Live data isn't affected."
        );

    public override async Task Execute(IReadOnlyList<LoadDemoFacts> accepted, Input input, UnitOfWork work)
    {
        await work.Enqueue(DemoEraser.Lane, Name, input);
        work.WakeWorkers();
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<LoadDemoFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var isWaiting = await work.One<bool>("select exists (select from work.items where kind = @Name and run_id = @undoneRun)", new { Name, undoneRun });
        await work.Withdraw([DemoEraser.Lane], undoneRun);
        var revoked = await keys.RevokeCreatedBy(undoneRun, work);
        player.Stop(undoneRun);
        return isWaiting || revoked > 0 ? [IdGenerator.Platform] : [];
    }
}
