using Microsoft.AspNetCore.ResponseCompression;
using OwnerConsole.Api.Reference;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Streams;
using OwnerConsole.Live;
using OwnerConsole.Shell.Help;
using OwnerConsole.Shell.Lookups;
using OwnerConsole.Shell.Operations;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell;

/// <summary>Registers the shell around every page: navigation, help, search and assets.</summary>
public static class ShellSetup
{
    /// <summary>Sidebar links of the shell's own pages.</summary>
    public static IReadOnlyList<PageLink> Links { get; } =
    [
        new(Section.Overview, "Approvals", ApprovalsPage.Address, "operation.read", 3) { Synonyms = "approve, pending, second approver" },
        new(Section.Overview, "Operations", OperationAddress.Run, "operation.read", 5) { Synonyms = "runs, history, undo" },
        new(Section.Help, "Help", HelpRoutes.Address, "tenant.read") { Synonyms = "docs, documentation, guide, manual, support" },
        new(Section.Help, "API reference", ReferenceRoutes.Address, "tenant.read", 1) { Synonyms = "openapi, swagger, endpoints, curl" },
    ];

    public static IServiceCollection AddShell(this IServiceCollection services, IEnumerable<Module> modules)
    {
        ComponentResult.AddTo(services);
        // Compression of pages with secrets is safe here: guessing by length (BREACH) needs cross-site requests with our cookie, which SameSite prevents.
        services.AddResponseCompression(options =>
        {
            (options.EnableForHttps, options.MimeTypes) = (true, ["text/html"]);
            options.Providers.Add<PageCompression>();
            options.Providers.Add<GzipCompressionProvider>();
        });
        // The console sends its own framing header; the framework's would contradict it.
        services.AddAntiforgery(options => options.SuppressXFrameOptionsHeader = true);
        PageLink[] links = [.. modules.SelectMany(module => module.Links), .. Links];
        services.AddSingleton(new Navigation(links)).AddSingleton<NavigationReader>();
        services.AddSingleton(new DocList(links)).AddSingleton<DocContents>().AddSingleton<DocHtml>().AddSingleton<HelpSearch>().AddSingleton<HelpRoutes>();
        services.AddSingleton<OperationRoutes>().AddSingleton<ActionRoutes>().AddSingleton<ChooseRoutes>();
        services.AddSingleton<ProofForms>().AddSingleton<FormRuns>().AddSingleton<PlatformForms>();
        services.AddSingleton<RunRoutes>();
        services.AddSingleton<RunExport>();
        services.AddSingleton<IAttentionSource, ApprovalAttentionSource>();
        foreach (var entry in modules.SelectMany(module => module.SearchEntries))
            services.AddSingleton(entry);
        services.AddSingleton<CommandList>().AddSingleton<SearchIndex>().AddSingleton<HelpIndex>().AddSingleton<RecordSearch>();
        services.AddSingleton<LookupSearch>().AddSingleton<FindRoutes>();
        services.AddSingleton<StreamRoutes>().AddSingleton<IEventStream>(provider => provider.GetRequiredService<StreamRoutes>());
        services.AddSingleton(new Frame(typeof(Document)));
        return services;
    }

    /// <summary>Must come before the static files, so that files and pages are compressed.</summary>
    public static void UseShell(this IApplicationBuilder app) => app.UseResponseCompression().UseMiddleware<CompressedFiles>();

    public static void MapShell(this IEndpointRouteBuilder routes)
    {
        Home.Map(routes);
        ThemePreference.Map(routes);
        GuidePreference.Map(routes);
        SidebarPreference.Map(routes);
        HelpRoutes.Map(routes);
        routes.MapGet(TopBarFigures.Address, () => new PageResult("", PageResult.Of<LiveFigures>())).RequirePermission("tenant.read");
        routes
            .MapGet(
                StopSwitch.Address,
                (HttpRequest request) => new PageResult("", PageResult.Of<StopSwitch>((nameof(StopSwitch.AsBanner), request.Query["banner"] == "true")))
            )
            .RequirePermission("platform.read");
        FindRoutes.Map(routes);
        OperationRoutes.Map(routes);
        ActionRoutes.Map(routes);
        ChooseRoutes.Map(routes);
        RunRoutes.Map(routes);
        StreamRoutes.Map(routes);
    }
}
