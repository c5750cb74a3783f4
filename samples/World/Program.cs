using World;

// Generates a platform, reports it to a console through the public API, creates in FakeStripe what its tenants pay if there is one, and exits.
// With OWNER_CONSOLE_SETUP_KEY, a key that can change the platform, it also adds examples of features that have no test mode, and revokes the key. They leave no
// live tenant. With --follow-up, it reports nothing, and adds the examples that follow actions of the team: merges, and reactions to a broadcast.
var key = Environment.GetEnvironmentVariable("OWNER_CONSOLE_KEY");
if (key?.StartsWith("oc_test_", StringComparison.Ordinal) != true)
{
    Console.Error.WriteLine("World requires a test key (OWNER_CONSOLE_KEY=oc_test_…), so that generated data never mixes with your live data.");
    return 1;
}

try
{
    var now = TimeProvider.System.GetUtcNow();
    var options = SimOptions.Read(args, now);
    using var console = new ConsoleApi(options.Address, key);
    await console.WaitUntilReady();
    var studios = new PlatformGenerator(new(options.Seed), options).Open(options.Studios);
    if (options.IsFollowUp)
    {
        var reactions = await FollowUpSamples.Add(new(console), studios, options.Address, now);
        Console.WriteLine($"World: examples of {reactions} reactions were added to {options.Address}.");
        return 0;
    }
    var play = new Player(console, options, now);
    await play.Studios(studios);
    var (taken, rejected) = await play.Days(studios);
    if (options.Record is not null)
        await play.Record.Save(options.Record);
    Console.WriteLine(
        $"World: {studios.Count} {options.Scenario.Word}s with {studios.Sum(studio => studio.People.Count)} people and {taken} events were reported to {options.Address} (seed {options.Seed}); {rejected} events were rejected."
    );
    if (options.Stripe is not null)
    {
        using var stripe = new StripeApi(options.Stripe);
        var customers = await StripeStory.Play(stripe, console, studios, options, TimeProvider.System.GetUtcNow());
        Console.WriteLine(
            customers == 0
                ? $"World: {options.Stripe} has customers already; nothing was created there."
                : $"World: {customers} customers with their subscriptions were created at {options.Stripe}."
        );
    }
    if (Environment.GetEnvironmentVariable("OWNER_CONSOLE_SETUP_KEY") is { Length: > 0 } setupKey)
    {
        using var setup = new ConsoleApi(options.Address, setupKey);
        var platform = new SetupApi(setup);
        var added = await FeatureSamples.Add(platform, new(console), studios, options.Address, TimeProvider.System.GetUtcNow());
        Console.WriteLine($"World: examples of {added} features were added to {options.Address}.");
        await platform.Revoke(setupKey);
    }
    return 0;
}
catch (Exception refused) when (refused is HttpRequestException or FormatException)
{
    Console.Error.WriteLine($"World stopped: {refused.Message}");
    return 1;
}
