using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Integrations.Applications;

/// <summary>The connected application: its declaration and its tasks.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Reliability, "Tasks", TaskRoutes.Address, TaskRoutes.Permission, Order: 5) { Synonyms = "app tasks" },
            new(Section.Settings, "Application", ApplicationRoutes.Address, ApplicationRoutes.Permission, Order: 20)
            {
                Synonyms = "sdk, integration, connect app",
            },
        ];

    public override IEnumerable<EventKind> Events =>
        [
            new(ApplicationTasks.OfferedEvent, "The application receives a task, or a request to preview one.", EventSubject.Task, typeof(TaskEvent)),
            EventKind.Of(
                ApplicationTasks.CancelledEvent,
                "A task of the application is cancelled.",
                EventSubject.Task,
                new { Task = new { Id = "", Kind = "" } }
            ),
        ];

    private sealed record TaskEvent(TaskView Task);

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<ApplicationRoutes>()
            .AddSingleton<TaskList>()
            .AddSingleton<TaskRoutes>()
            .AddSingleton<TaskEndpoints>()
            .AddSingleton<TaskExport>()
            .AddSingleton<IFinder, TaskFinder>()
            .AddSingleton<IAttentionSource, TaskAttentionSource>()
            .AddSingleton<IHealthSource, ApplicationHealthSource>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(ApplicationRoutes.Address, (ApplicationRoutes self, HttpContext context) => self.Show(context))
            .RequirePermission(ApplicationRoutes.Permission);
        routes
            .MapGet("/api/v1/application", (ApplicationRoutes self, HttpContext context) => self.Find(context))
            .WithSummary("Get the application's declaration.")
            .Produces<ApplicationView>()
            .RequirePermission(ApplicationRoutes.Permission);
        routes
            .MapPut("/api/v1/application", (ApplicationRoutes self, HttpContext context) => self.Declare(context))
            .WithSummary(
                "Declare the application: its operations, the console's tasks it supports, meters, attributes of tenants and members, and subject types. Items left out are no longer offered or counted."
            )
            .WithQueryParameter(
                "replace",
                "Set to true to replace an application with another name. Otherwise the response is 409 other_application.",
                QueryType.Boolean
            )
            .AcceptsJson<Kernel.Applications.ApplicationReport>()
            .WithBodyExample(ApplicationRoutes.Example)
            .Produces<ApplicationView>()
            .RequirePermission("application.declare");
        TaskEndpoints.Map(routes);
        routes
            .MapGet(TaskRoutes.Address, (TaskRoutes self, HttpContext context) => self.Show(context))
            .WithSavedViews()
            .RequirePermission(TaskRoutes.Permission);
        routes.MapGet(TaskExport.Address, (TaskExport self, HttpContext context) => self.Send(context)).RequirePermission(TaskRoutes.Permission);
        routes
            .MapGet(TaskRoutes.Address + "/{id}", (TaskRoutes self, HttpContext context, string id) => self.ShowTask(context, id))
            .RequirePermission(TaskRoutes.Permission);
    }
}
