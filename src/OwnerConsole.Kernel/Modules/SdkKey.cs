using Microsoft.AspNetCore.Http;

namespace OwnerConsole.Kernel.Modules;

/// <summary>On a route that another maker's SDK calls, which sends the key where its maker wants it. Only programs call it: a session does not count there.</summary>
/// <param name="Read">the key's text; null where the request has none</param>
/// <param name="Says">to whoever has no good key</param>
public sealed record SdkKey(Func<HttpContext, ValueTask<string?>> Read, string Says)
{
    public static SdkKey? Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<SdkKey>();
}
