using System.Net;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Commands;

/// <summary>An application that suspends and reactivates its tenants in turn while the console dies under it: every request is repeated, with its key, until it is answered.</summary>
internal sealed class SuspensionLoad(TestApplication app)
{
    private readonly CancellationTokenSource _enough = new();
    private Task<int>[] _callers = [];

    /// <param name="tenants">each is decided about by a caller of its own</param>
    public static SuspensionLoad On(TestApplication app, IEnumerable<string> tenants)
    {
        var pressure = new SuspensionLoad(app);
        pressure._callers = [.. tenants.Select(pressure.Decide)];
        return pressure;
    }

    /// <returns>decisions that were answered; each caller gets its last answer first</returns>
    public async Task<int> End()
    {
        await _enough.CancelAsync();
        var answered = await Task.WhenAll(_callers);
        _enough.Dispose();
        return answered.Sum();
    }

    private async Task<int> Decide(string tenant)
    {
        var number = 0;
        for (; !_enough.IsCancellationRequested; number++)
        {
            var address = $"/api/v1/tenants/{tenant}/{(number % 2 == 0 ? "suspend" : "reactivate")}";
            while (!await IsAnswered(address, $"{tenant}-{number}"))
                await Task.Delay(50);
            await Task.Delay(100); // a key may ask fifty times a second
        }
        return number;
    }

    private async Task<bool> IsAnswered(string address, string key)
    {
        try
        {
            var (status, body) = await app.Send(HttpMethod.Post, address, "{}", headers: ("Idempotency-Key", key));
            return (HttpStatusCode)status switch
            {
                HttpStatusCode.OK or HttpStatusCode.Created => true,
                HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => false,
                _ => throw new InvalidOperationException($"{address} was answered {status}: {body}"),
            };
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
