namespace StudioApp.Looks;

/// <summary>Static files of the pages, embedded in the program.</summary>
internal static class Assets
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "studio.css", "text/css");
        Map(routes, "through.js", "text/javascript");
    }

    private static void Map(IEndpointRouteBuilder routes, string name, string type) =>
        routes.MapGet("/" + name, () => Results.Stream(typeof(Assets).Assembly.GetManifestResourceStream(name)!, type)).AllowAnonymous(); // it is embedded
}
