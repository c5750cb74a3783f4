using System.Buffers.Text;
using System.Security.Cryptography;

namespace OwnerConsole.Client;

/// <summary>The console's public keys. They are fetched again every hour, and when an unknown key ID appears after a rotation.</summary>
/// <param name="kept">Storage for outages of the console; null for none.</param>
internal sealed class SigningKeys(ConsoleHttpClient wire, TimeProvider clock, SigningKeyFile? kept = null)
{
    private const string Address = "/.well-known/jwks.json";
    private static readonly TimeSpan s_age = TimeSpan.FromHours(1);

    /// <summary>Minimum interval between fetches, so that invented key IDs can't cause constant requests.</summary>
    private static readonly TimeSpan s_soonest = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1);
    private volatile IReadOnlyDictionary<string, ECParameters> _known = new Dictionary<string, ECParameters>(StringComparer.Ordinal);
    private DateTimeOffset _requestedAt = DateTimeOffset.MinValue;

    /// <returns>Null if the console does not have the key.</returns>
    /// <exception cref="HttpRequestException">The console was unreachable.</exception>
    public async Task<ECParameters?> Find(string id, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            var age = clock.GetUtcNow() - _requestedAt;
            if (age > s_age || (!_known.ContainsKey(id) && age > s_soonest))
            {
                var keys = await wire.Ask<KeySet>(HttpMethod.Get, Address, body: null, stop);
                _known = Points(keys);
                _requestedAt = clock.GetUtcNow();
                kept?.Write(keys);
            }
            return _known.TryGetValue(id, out var found) ? found : null;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Finds a key among the last known ones without a request.</summary>
    /// <returns>Null if the key is unknown.</returns>
    public ECParameters? Last(string id)
    {
        if (_known.Count == 0 && kept?.Read() is { } keys)
            _known = Points(keys);
        return _known.TryGetValue(id, out var found) ? found : null;
    }

    private static Dictionary<string, ECParameters> Points(KeySet keys) =>
        keys.Keys.Where(key => key is { Kty: "EC", Crv: "P-256" }).ToDictionary(key => key.Kid, Point, StringComparer.Ordinal);

    private static ECParameters Point(KeySet.Key key) =>
        new()
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new() { X = Base64Url.DecodeFromChars(key.X), Y = Base64Url.DecodeFromChars(key.Y) },
        };
}

internal sealed record KeySet(IReadOnlyList<KeySet.Key> Keys)
{
    public sealed record Key(string Kid, string Kty, string? Crv, string? X, string? Y);
}
