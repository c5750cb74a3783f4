using StudioApp.Looks;

namespace StudioApp.SignIns;

/// <summary>Who may only look changes nothing, whatever page they are on.</summary>
internal static class ReadOnly
{
    public static Task Hold(HttpContext context, RequestDelegate next) =>
        Visitor.Of(context)?.Impersonation is { MayChange: false } && !IsHarmless(context.Request)
            ? Page.Of<SorryPage>(context, ("Title", "Read only"), ("Says", "You look through somebody's eyes, and may change nothing.")).ExecuteAsync(context)
            : next(context);

    private static bool IsHarmless(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Path == ImpersonationRoutes.Leave;
}
