using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>Applies the profile of the demo, creates a test key and starts the simulator, as the requester of the run.</summary>
public sealed class DemoLoader(Database database, DemoPlayer player, ApiKeys keys, LogWriter logbook, IServiceProvider services) : IWorkHandler
{
    /// <summary>Operation that sets the terminology, meters and plans for a kind of product.</summary>
    private const string ChooseProfileOperation = "profile.choose";

    /// <summary>Lifetime of the API key that reports a demo, in days.</summary>
    private const int Days = 1;

    public string Name => LoadDemo.Name;

    public string Title => "Load demo data";

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var input = Json.Read<LoadDemo.Input>(item.Body, "body");
        if (await FindRequester(item.RunId!, stop) is not { } requester) // never null: a run queues the item
            return WorkOutcome.Completed;
        if (!input.KeepTerminology && services.GetRequiredService<OperationCatalogue>().Can(requester, ChooseProfileOperation))
            await Choose(input.Product, requester, stop);
        player.Start(ConsoleUrl(), await CreateKey(item.RunId!, requester, stop), input.Product, input.Tenants, item.RunId!);
        return WorkOutcome.Completed;
    }

    /// <returns>Null if the requester has left.</returns>
    private async Task<Caller?> FindRequester(string runId, CancellationToken stop)
    {
        await using var work = await database.ReadIdentities(stop);
        var id = await work.One<string>("select requested_by from core.runs where run_id = @runId", new { runId });
        return id is null ? null : await CallerLookup.Find(id, work);
    }

    private async Task Choose(DemoKind product, Caller requester, CancellationToken stop)
    {
        var input = Json.Element(new { profile = product });
        var preview = await services
            .GetRequiredService<Previews>()
            .Create(requester, ChooseProfileOperation, TargetSelection.Of(IdGenerator.Platform), input, stop);
        if (preview is { Accepted: > 0, RequiredConfirmation: RequiredConfirmation.Nothing })
            await services.GetRequiredService<Runner>().Start(requester, new(preview.PreviewId) { LoadedPreview = preview }, null, stop);
    }

    private async Task<string> CreateKey(string runId, Caller requester, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake(LoadDemo.Name), [IdGenerator.Platform], stop);
        var (id, text) = await keys.Create(
            "Demo",
            Mode.Test,
            ["tenant.report", "member.report", "event.report", "entitlement.consume"],
            null,
            Days,
            requester.Id,
            work,
            openedBy: runId
        );
        var says = Sentence.Say($"{new EntityReference(requester.Id)} generated demo data with a test key valid for {Days:day}.");
        logbook.Write([new(IdGenerator.Platform, "system", requester.Id, "done", says) { Subject = id, Code = "demo_played" }], work);
        await work.Commit();
        return text;
    }

    /// <summary>URL at which the console itself listens, even behind a proxy.</summary>
    private Uri ConsoleUrl()
    {
        var address = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(); // a running console listens
        var bound = BindingAddress.Parse(address);
        return new UriBuilder(bound.Scheme, bound.Host is "*" or "+" or "[::]" or "0.0.0.0" ? "localhost" : bound.Host, bound.Port).Uri;
    }
}
