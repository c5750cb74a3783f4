using StudioApp.Looks;

namespace StudioApp.SignIns;

/// <summary>Rejects all changes during read-only impersonation.</summary>
internal static class ReadOnly
{
    public static Task Hold(HttpContext context, RequestDelegate next) =>
        Visitor.Of(context)?.Impersonation is { MayChange: false } && !IsHarmless(context.Request)
            ? Page.Of<SorryPage>(context, ("Title", "Read only"), ("Says", "You are impersonating someone in read-only mode. Changes are not allowed."))
                .ExecuteAsync(context)
            : next(context);

    private static bool IsHarmless(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Path == ImpersonationRoutes.Leave;
}
