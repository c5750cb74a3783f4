using System.Globalization;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Tenants.DemoData.Pages;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Tenants.DemoData;

/// <summary>The demo, as a page of the settings.</summary>
public sealed class DemoRoutes(Database database, Catalogue catalogue, DemoPlayer player, ApiKeys keys, Previews previews, Runner runner, Logbook logbook)
{
    public const string Address = "/settings/demo",
        Read = "setting.read",
        MakeKey = "api_key.create";

    /// <summary>Brings the words, meters and plans of a kind of product.</summary>
    private const string Choosing = "profile.choose";

    /// <summary>Of the key that a demo reports with.</summary>
    private const int Days = 1;

    public async Task<IResult> Show(HttpContext context)
    {
        var caller = Caller.Of(context)!; // the route needs a permission, so there is one
        await using var work = await database.Read(context.RequestAborted);
        return new Page(
            "Demo data",
            Page.Of<DemoPage>(
                (nameof(DemoPage.Demo), await DemoFacts.Find(work)),
                (nameof(DemoPage.IsShown), await Populations.Shown(caller, work) is Population.Demo),
                (nameof(DemoPage.MayErase), catalogue.May(caller, EraseDemo.Name)),
                (nameof(DemoPage.MayPlay), DemoPlayer.IsBundled && catalogue.May(caller, MakeKey)),
                (nameof(DemoPage.Player), player)
            )
        );
    }

    /// <summary>Starts the simulator with a new test key. Chooses the profile of the demo first, if the form says so and the caller has the permission.</summary>
    public async Task<IResult> Play(HttpContext context)
    {
        var (caller, stop) = (Caller.Of(context)!, context.RequestAborted); // the route needs a permission, so there is one
        var form = await context.Request.ReadFormAsync(stop);
        var kind =
            Enum.GetValues<DemoKind>().Where(one => one.ToText() == form["profile"]).Select(one => (DemoKind?)one).FirstOrDefault()
            ?? throw Problem.Invalid("profile", $"must be one of {string.Join(", ", Enum.GetValues<DemoKind>().Select(one => one.ToText()))}.");
        var tenants =
            int.TryParse(form["tenants"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= DemoPlayer.MaxTenants
                ? number
                : throw Problem.Invalid("tenants", $"must be a number from 1 to {DemoPlayer.MaxTenants}.");
        if (player.Playing is not null)
            throw new Problem(409, "demo_running", "A demo is being played. Wait until it has ended.");
        if (form["words"] == "true" && catalogue.May(caller, Choosing))
            await Choose(kind, caller, stop);
        player.Start(Here(context), await Key(caller, stop), kind, tenants);
        return new Done(new("Demo is being played") { Detail = Wording.Say("Tenants appear as they are reported; the whole takes about a minute.") }, Address);
    }

    private async Task Choose(DemoKind kind, Caller caller, CancellationToken stop)
    {
        var preview = await previews.Make(caller, Choosing, Chosen.These(IdSource.Platform), Json.Element(new { profile = kind }), stop);
        if (preview is { Accepted: > 0, Asked: Asked.Nothing })
            await runner.Start(caller, new(preview.PreviewId) { Seen = preview }, null, stop);
    }

    private async Task<string> Key(Caller caller, CancellationToken stop)
    {
        await using var work = await database.Write(Door.Intake("demo.play"), [IdSource.Platform], stop);
        var (id, text) = await keys.New(
            "Demo",
            Population.Demo,
            ["tenant.report", "member.report", "event.report", "entitlement.consume"],
            null,
            Days,
            caller.Id,
            work
        );
        var says = Sentence.Say($"{new Reference(caller.Id)} plays a demo, with a test key of {Days:day}.");
        logbook.Write([new(IdSource.Platform, "system", caller.Id, "done", says) { Subject = id, Code = "demo_played" }], work);
        await work.Commit();
        return text;
    }

    /// <summary>Where the console itself listens, whatever stands before it.</summary>
    private static Uri Here(HttpContext context) =>
        new(
            $"{(context.Features.Get<ITlsHandshakeFeature>() is null ? "http" : "https")}://localhost:{context.Connection.LocalPort.ToString(CultureInfo.InvariantCulture)}"
        );
}
