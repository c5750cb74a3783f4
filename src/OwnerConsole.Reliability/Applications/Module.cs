using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Applications;

/// <summary>The connected application: what it says it can do, and the tasks it is given.</summary>
public sealed class Module : Kernel.Modules.Module
{
    public override IEnumerable<PageLink> Links =>
        [
            new(Section.Reliability, "Tasks", TaskRoutes.Address, TaskRoutes.Permission, Order: 5),
            new(Section.Settings, "Application", ApplicationRoutes.Address, ApplicationRoutes.Permission, Order: 20),
        ];

    public override IEnumerable<EventKind> Events =>
        [
            new(Tasks.Offered, "The application is given a task, or asked beforehand what it would do.", EventAbout.Task, typeof(GivenTask)),
            EventKind.Of(Tasks.Cancelled, "Somebody stops what the application is at.", EventAbout.Task, new { Task = new { Id = "", Kind = "" } }),
        ];

    private sealed record GivenTask(TaskView Task);

    public override void AddServices(IServiceCollection services) =>
        services
            .AddSingleton<ApplicationRoutes>()
            .AddSingleton<TaskList>()
            .AddSingleton<TaskRoutes>()
            .AddSingleton<TaskEndpoints>()
            .AddSingleton<TaskExport>()
            .AddSingleton<IFinder, TaskFinder>()
            .AddSingleton<INeeds, TaskNeeds>();

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ApplicationRoutes.Address, (ApplicationRoutes self, HttpContext context) => self.Show(context)).Needs(ApplicationRoutes.Permission);
        routes
            .MapGet("/api/v1/application", (ApplicationRoutes self, HttpContext context) => self.Find(context))
            .Says("Look at what the application has declared.")
            .Answers<ApplicationView>()
            .Needs(ApplicationRoutes.Permission);
        routes
            .MapPut("/api/v1/application", (ApplicationRoutes self, HttpContext context) => self.Declare(context))
            .Says(
                "Declare the application: its operations, the console's tasks that it carries out, what is counted of its events, what its tenants' attributes are called, and what else it has inside of them. What is left out is no longer offered or counted."
            )
            .Reads("replace", "true to take the place of an application of another name; without it that is answered 409 other_application")
            .Takes<Kernel.Applications.ApplicationReport>()
            .Like(ApplicationRoutes.Example)
            .Answers<ApplicationView>()
            .Needs("application.declare");
        TaskEndpoints.Map(routes);
        routes.MapGet(TaskRoutes.Address, (TaskRoutes self, HttpContext context) => self.Show(context)).OpensAsChosen().Needs(TaskRoutes.Permission);
        routes.MapGet(TaskExport.Address, (TaskExport self, HttpContext context) => self.Send(context)).Needs(TaskRoutes.Permission);
        routes.MapGet(TaskRoutes.Address + "/{id}", (TaskRoutes self, HttpContext context, string id) => self.One(context, id)).Needs(TaskRoutes.Permission);
    }
}
