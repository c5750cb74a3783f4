namespace FakeStripe.Http;

/// <summary>Responses by Idempotency-Key. Refusals before the work starts (400, 401, 403, 404, 409, 429) are not kept, as at Stripe.</summary>
internal sealed class IdempotencyStore
{
    private readonly Dictionary<string, Entry> _entries = [];

    /// <returns>The stored response; null if the caller must do the work and then call <see cref="Complete"/>.</returns>
    /// <exception cref="StripeError">400 for other parameters under the same key, 409 while the first request runs.</exception>
    public ApiResponse? Begin(string key, string fingerprint)
    {
        lock (_entries)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                _entries[key] = new(fingerprint, null);
                return null;
            }
            if (entry.Fingerprint != fingerprint)
                throw new StripeError(
                    400,
                    "idempotency_error",
                    $"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}'."
                );
            return entry.Response
                ?? throw new StripeError(409, "idempotency_error", "There is currently another in-progress request using this Idempotent Key.")
                {
                    Code = "idempotency_key_in_use",
                };
        }
    }

    public void Complete(string key, ApiResponse response)
    {
        lock (_entries)
            if (response.Status is >= 400 and < 500 and not 402)
                _entries.Remove(key);
            else
                _entries[key] = _entries[key] with { Response = response };
    }

    public void Forget(string key)
    {
        lock (_entries)
            _entries.Remove(key);
    }

    private sealed record Entry(string Fingerprint, ApiResponse? Response);
}
