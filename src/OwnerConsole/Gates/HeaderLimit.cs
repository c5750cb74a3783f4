using Microsoft.AspNetCore.Http.Features;

namespace OwnerConsole.Gates;

/// <summary>Rejects addresses and headers above the limit with an error message. At twice the limit, the server closes the connection before any middleware runs.</summary>
internal sealed class HeaderLimit(RequestDelegate next)
{
    public const int MaxAddressLength = 8 << 10,
        MaxHeadersLength = 32 << 10;

    public Task Invoke(HttpContext context)
    {
        if (context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length > MaxAddressLength)
            throw Refuse(context, 414);
        if (context.Request.Headers.Sum(header => header.Key.Length + header.Value.Sum(value => value?.Length ?? 0)) > MaxHeadersLength)
            throw Refuse(context, 431);
        return next(context);
    }

    private static BadHttpRequestException Refuse(HttpContext context, int status)
    {
        context.Response.Headers.Connection = "close";
        return new("The request line or headers are too long.", status);
    }
}
