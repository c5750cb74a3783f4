using System.Globalization;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Tenants.DemoData.Pages;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>The settings page for demo data.</summary>
public sealed class DemoRoutes(
    Database database,
    OperationCatalogue catalogue,
    DemoPlayer player,
    ApiKeys keys,
    Previews previews,
    Runner runner,
    LogWriter logbook
)
{
    public const string Address = "/settings/demo",
        Read = "setting.read",
        MakeKey = "api_key.create";

    /// <summary>Operation that sets the terminology, meters and plans for a kind of product.</summary>
    private const string ChooseProfileOperation = "profile.choose";

    /// <summary>Lifetime of the API key that reports a demo, in days.</summary>
    private const int Days = 1;

    public async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route requires a permission, so the caller is signed in
        await using var work = await database.Read(context.RequestAborted);
        return new PageResult(
            "Demo data",
            PageResult.Of<DemoPage>(
                (nameof(DemoPage.Demo), await DemoFacts.Find(work)),
                (nameof(DemoPage.IsShown), await Modes.Shown(caller, work) is Mode.Test),
                (nameof(DemoPage.MayErase), catalogue.Can(caller, EraseDemo.Name)),
                (nameof(DemoPage.MayPlay), DemoPlayer.IsBundled && catalogue.Can(caller, MakeKey)),
                (nameof(DemoPage.Player), player)
            )
        );
    }

    /// <summary>Starts the simulator with a new test key. Applies the profile of the demo first if the form requests it and the caller is permitted.</summary>
    public async Task<IResult> Play(HttpContext context)
    {
        var (caller, stop) = (Caller.Of(context)!, context.RequestAborted); // the route requires a permission, so the caller is signed in
        var form = await context.Request.ReadFormAsync(stop);
        var kind =
            Enum.GetValues<DemoKind>().Where(demoKind => demoKind.ToText() == form["profile"]).Select(demoKind => (DemoKind?)demoKind).FirstOrDefault()
            ?? throw Problem.Invalid("profile", $"must be one of {string.Join(", ", Enum.GetValues<DemoKind>().Select(demoKind => demoKind.ToText()))}.");
        var tenants =
            int.TryParse(form["tenants"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= DemoPlayer.MaxTenants
                ? number
                : throw Problem.Invalid("tenants", $"must be a number from 1 to {DemoPlayer.MaxTenants}.");
        if (player.Playing is not null)
            throw new Problem(409, "demo_running", "Demo data is already being generated. Wait until it is finished.");
        if (form["words"] == "true" && catalogue.Can(caller, ChooseProfileOperation))
            await Choose(kind, caller, stop);
        player.Start(ConsoleUrl(context), await Key(caller, stop), kind, tenants);
        return new ToastResult(
            new("Generating demo data") { Detail = Wording.Translate("Tenants appear as they are reported. This takes about a minute.") },
            Address
        );
    }

    private async Task Choose(DemoKind kind, Caller caller, CancellationToken stop)
    {
        var preview = await previews.Create(
            caller,
            ChooseProfileOperation,
            TargetSelection.Of(IdGenerator.Platform),
            Json.Element(new { profile = kind }),
            stop
        );
        if (preview is { Accepted: > 0, RequiredConfirmation: RequiredConfirmation.Nothing })
            await runner.Start(caller, new(preview.PreviewId) { LoadedPreview = preview }, null, stop);
    }

    private async Task<string> Key(Caller caller, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("demo.play"), [IdGenerator.Platform], stop);
        var (id, text) = await keys.Create(
            "Demo",
            Mode.Test,
            ["tenant.report", "member.report", "event.report", "entitlement.consume"],
            null,
            Days,
            caller.Id,
            work
        );
        var says = Sentence.Say($"{new EntityReference(caller.Id)} generated demo data with a test key valid for {Days:day}.");
        logbook.Write([new(IdGenerator.Platform, "system", caller.Id, "done", says) { Subject = id, Code = "demo_played" }], work);
        await work.Commit();
        return text;
    }

    /// <summary>URL at which the console itself listens, even behind a proxy.</summary>
    private static Uri ConsoleUrl(HttpContext context) =>
        new(
            $"{(context.Features.Get<ITlsHandshakeFeature>() is null ? "http" : "https")}://localhost:{context.Connection.LocalPort.ToString(CultureInfo.InvariantCulture)}"
        );
}
