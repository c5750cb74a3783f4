using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Kernel.Modules;

/// <summary>
/// Marks a route that a third-party SDK calls, which sends the API key in its own place. Only programs call it, so sign-in sessions are not accepted.
/// </summary>
/// <param name="Read">Reads the key from the request; null when it has none.</param>
/// <param name="Description">Error message for a missing or invalid key.</param>
public sealed record SdkKey(Func<HttpContext, ValueTask<string?>> Read, string Description)
{
    public static SdkKey? Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<SdkKey>();
}
