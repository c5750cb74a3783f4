using System.CommandLine;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Hosting.Installations;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Commands;

/// <summary>
/// Prints API keys for samples/World, which expire after one day: one for test data, and one that adds examples of features without a test mode, and that World
/// revokes afterwards. Plans and their prices are created here, because reporting can't set prices, and so is the connection to FakeStripe, because a test key
/// can't change settings.
/// </summary>
internal static class Demo
{
    private const int Days = 1;

    /// <summary>Scopes of the key for test data: reports, and what the examples need of the reported tenants.</summary>
    internal static IReadOnlyList<string> TestScopes { get; } =
    [
        "tenant.report",
        "member.report",
        "event.report",
        "entitlement.consume",
        "plan.read",
        "tenant.read",
        "tenant.suspend",
        "tenant.tag",
        "tenant.merge",
        "member.read",
        "member.notify",
        "member.merge",
        "notification.read",
        "notification.report",
        "application.declare",
        "application.read",
        "task.read",
        "task.execute",
        "operation.read",
        "support_ticket.read",
        "support_ticket.report",
    ];

    /// <summary>
    /// Scopes of the key for examples. Those of tenants are for automations, which can only do what their author can, and for finding live tenants, without which
    /// an import is applied; those of API keys are for revoking itself.
    /// </summary>
    internal static IReadOnlyList<string> FeatureScopes { get; } =
    [
        "operation.read",
        "alert.read",
        "alert_rule.add",
        "probe.read",
        "probe.add",
        "slo.read",
        "slo.add",
        "sla.read",
        "sla.add",
        "service_dependency.read",
        "service_dependency.add",
        "error.read",
        "error.report",
        "service.read",
        "telemetry.report",
        "status_page.read",
        "status_page.configure",
        "status_component.add",
        "status_notice.post",
        "status_notice.update",
        "status_maintenance.schedule",
        "incident.read",
        "incident.declare",
        "incident.set_status",
        "incident.resolve",
        "incident.set_root_cause",
        "incident.add_action_item",
        "incident.close",
        "privacy_request.*",
        "automation.read",
        "automation.create",
        "automation.enable",
        "note.add",
        "tenant.tag",
        "tenant.read",
        "import.read",
        "import.upload",
        "import.apply",
        "api_key.read",
        "api_key.revoke",
    ];

    public static Command Command()
    {
        var plans = new Option<FileInfo?>("--plans")
        {
            Description = "A JSON array of plans to add, each in the format of plan.create. Existing plans are kept.",
        };
        var profile = new Option<string?>("--profile") { Description = "Apply this profile with its terms, meters and plans. Existing ones are kept." };
        var stripeKey = new Argument<string>("key") { Description = "API key of Stripe's test mode." };
        var stripeSecret = new Argument<string>("secret") { Description = "Signing secret of the webhook endpoint." };
        var stripe = new Command("stripe", "Connect Stripe in test mode.") { stripeKey, stripeSecret };
        stripe.SetAction((words, stop) => Connect(words.GetRequiredValue(stripeKey), words.GetRequiredValue(stripeSecret), stop));
        var features = new Command(
            "features",
            "Print an API key for examples of features without a test mode. They change the platform and leave no live tenant."
        );
        features.SetAction((_, stop) => PrintKey("Demo features", FeatureScopes, Mode.Live, stop));
        var actions = new Command(
            "actions",
            "Add examples that a person would have to confirm to the demo data: deletions, a broadcast and a dismissed duplicate."
        );
        actions.SetAction((_, stop) => Act(stop));
        var command = new Command("demo", "Print an API key for demo data. Waits for the console on this machine to start.")
        {
            plans,
            profile,
            stripe,
            features,
            actions,
        };
        command.Hidden = true;
        command.SetAction((words, stop) => Run(words.GetValue(plans), words.GetValue(profile), stop));
        return command;
    }

    private static async Task Run(FileInfo? plans, string? profile, CancellationToken stop)
    {
        await using var console = await RunningConsole.Open(stop);
        if (plans is not null)
            foreach (var plan in JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(plans.FullName, stop)).EnumerateArray())
                await Add(plan, console, stop);
        if (profile is not null)
            await Choose(profile, console, stop);
        await PrintKey("Demo data", TestScopes, Mode.Test, console, stop);
    }

    private static async Task Act(CancellationToken stop)
    {
        await using var console = await RunningConsole.Open(stop);
        var added = await ActivatorUtilities.CreateInstance<DemoActions>(console.Services).Add(stop);
        Console.WriteLine($"Examples of {added} actions were added.");
    }

    private static async Task PrintKey(string name, IReadOnlyList<string> scopes, Mode mode, CancellationToken stop)
    {
        await using var console = await RunningConsole.Open(stop);
        await PrintKey(name, scopes, mode, console, stop);
    }

    private static async Task PrintKey(string name, IReadOnlyList<string> scopes, Mode mode, RunningConsole console, CancellationToken stop)
    {
        var input = new
        {
            name,
            scopes,
            mode,
            days = Days,
        };
        var run = await console.Run(await console.Preview("api_key.create", Json.Element(input), stop), stop);
        Console.WriteLine(run.ShownOnce);
    }

    private static async Task Connect(string key, string secret, CancellationToken stop)
    {
        await using var console = await RunningConsole.Open(stop);
        var input = new
        {
            mode = Mode.Test,
            api_key = key,
            signing_secret = secret,
        };
        var preview = await console.Preview("stripe.connect", Json.Element(input), stop);
        if (preview.Subjects is [{ Code: { } code }])
            throw new InstallationException($"Stripe could not be connected: {code}.");
        await console.Run(preview, stop);
    }

    private static async Task Add(JsonElement plan, RunningConsole console, CancellationToken stop)
    {
        var preview = await console.Preview("plan.create", plan, stop);
        if (preview.Subjects is not [{ Code: "key_taken" }])
            await console.Run(preview, stop);
    }

    private static async Task Choose(string profile, RunningConsole console, CancellationToken stop)
    {
        try
        {
            var preview = await console.Preview("profile.choose", Json.Element(new { profile }), stop);
            if (preview.Subjects is not [{ Code: "no_change" }])
                await console.Run(preview, stop);
        }
        catch (Problem unknown) when (unknown.Errors is { } errors)
        {
            throw new InstallationException($"--profile {string.Join(' ', errors.Values.SelectMany(said => said))}");
        }
    }
}
