using System.Globalization;
using World;

// World [address] [tenants] [seed]: plays a studio-booking platform against a console, through the public API, and ends.
var address = new Uri(args.ElementAtOrDefault(0) ?? "http://localhost:8080");
var tenants = int.Parse(args.ElementAtOrDefault(1) ?? "200", CultureInfo.InvariantCulture);
var seed = int.Parse(args.ElementAtOrDefault(2) ?? "2026", CultureInfo.InvariantCulture);
var key = Environment.GetEnvironmentVariable("OWNER_CONSOLE_KEY");
if (key?.StartsWith("oc_test_", StringComparison.Ordinal) != true)
{
    Console.Error.WriteLine("World plays with a test key only (OWNER_CONSOLE_KEY=oc_test_…), so that what it makes up never stands among your tenants.");
    return 1;
}

try
{
    using var console = new OwnerConsole(address, key);
    await console.WaitUntilReady();
    var studios = new Platform(seed, TimeProvider.System.GetUtcNow()).Open(tenants);
    foreach (var some in studios.Chunk(OwnerConsole.Most))
        await console.Put("/api/v1/tenants", some.Select(studio => studio.Report()));
    foreach (var studio in studios)
    foreach (var some in studio.People.Chunk(OwnerConsole.Most))
        await console.Put($"/api/v1/tenants/ext:{studio.Id}/members", some.Select(person => person.Report()));
    Console.WriteLine($"World: {studios.Count} studios with {studios.Sum(studio => studio.People.Count)} people were reported to {address} (seed {seed}).");
    return 0;
}
catch (HttpRequestException refused)
{
    Console.Error.WriteLine($"World stopped: {refused.Message}");
    return 1;
}
