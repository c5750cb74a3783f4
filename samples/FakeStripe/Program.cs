using System.Globalization;
using System.Runtime.InteropServices;
using FakeStripe;

const string Usage = "FakeStripe [--port N] [--webhook-url URL] [--secret whsec_…] [--key sk_test_…] [--account acct_…] [--state FILE] [--live]";
const int RetryHours = 72,
    SecondsPerSave = 60;
var options = new FakeStripeOptions();
var (target, secrets, keys) = ((Uri?)null, new List<string>(), new List<string>());
for (var at = 0; at < args.Length; at++)
    switch (args[at])
    {
        case "--port":
            options = options with { Port = int.Parse(Next(ref at), CultureInfo.InvariantCulture) };
            break;
        case "--webhook-url":
            target = new(Next(ref at));
            break;
        case "--secret":
            secrets.Add(Next(ref at));
            break;
        case "--key":
            keys.Add(Next(ref at));
            break;
        case "--account":
            options = options with { AccountId = Next(ref at) };
            break;
        case "--state":
            options = options with { StateFile = Next(ref at) };
            break;
        case "--live":
            options = options with { IsLive = true };
            break;
        default:
            throw new FormatException($"Unknown option {args[at]}. {Usage}");
    }
if (keys.Count > 0)
    options = options with { Keys = keys.ToDictionary(key => key, _ => (IReadOnlyList<string>)[]) };

await using var stripe = await FakeStripeServer.Start(options);
stripe.Webhooks.Target = target;
stripe.Webhooks.Lose = _ => stripe.Clock.IsInPast; // a story of the past happened before the endpoint existed
(stripe.Webhooks.RetryDelay, stripe.Webhooks.MaxAttempts) = (TimeSpan.FromSeconds(1), RetryHours * 3_600);
if (secrets.Count > 0)
    stripe.Webhooks.Secrets = secrets;
Console.WriteLine($"FakeStripe listens on {stripe.Address} with the key {options.Keys.Keys.First()}");

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var everySecond = new PeriodicTimer(TimeSpan.FromSeconds(1));
try
{
    for (var second = 1; await everySecond.WaitForNextTickAsync(stop.Token); second++)
    {
        stripe.Clock.Tick();
        if (second % SecondsPerSave == 0)
            await stripe.Save();
    }
}
catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
await stripe.Save();

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

string Next(ref int at) => ++at < args.Length ? args[at] : throw new FormatException($"{args[at - 1]} needs a value. {Usage}");
