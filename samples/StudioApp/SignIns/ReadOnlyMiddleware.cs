using StudioApp.Looks;

namespace StudioApp.SignIns;

/// <summary>Rejects all changes during read-only impersonation.</summary>
internal static class ReadOnlyMiddleware
{
    public static Task Invoke(HttpContext context, RequestDelegate next) =>
        SignedInUser.Of(context)?.Impersonation is { MayChange: false } && !IsHarmless(context.Request)
            ? PageRenderer
                .Render<ErrorPage>(context, ("Title", "Read only"), ("Message", "You are impersonating someone in read-only mode. Changes are not allowed."))
                .ExecuteAsync(context)
            : next(context);

    private static bool IsHarmless(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Path == StudioImpersonationRoutes.Leave;
}
