using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Regulatief.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class VolunteerRegister : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AvailableOn",
                table: "Volunteers",
                type: "TEXT",
                maxLength: 500,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "ConductDeclarationNumber",
                table: "Volunteers",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Languages",
                table: "Volunteers",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Training",
                table: "Volunteers",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "TravelsKilometres",
                table: "Volunteers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Wishes",
                table: "Volunteers",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DeclarationsTold",
                columns: table => new
                {
                    VolunteerId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    DaysBefore = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeclarationsTold", x => new { x.VolunteerId, x.Until, x.DaysBefore });
                    table.ForeignKey(
                        name: "FK_DeclarationsTold_Volunteers_VolunteerId",
                        column: x => x.VolunteerId,
                        principalTable: "Volunteers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DeclarationsTold");

            migrationBuilder.DropColumn(
                name: "AvailableOn",
                table: "Volunteers");

            migrationBuilder.DropColumn(
                name: "ConductDeclarationNumber",
                table: "Volunteers");

            migrationBuilder.DropColumn(
                name: "Languages",
                table: "Volunteers");

            migrationBuilder.DropColumn(
                name: "Training",
                table: "Volunteers");

            migrationBuilder.DropColumn(
                name: "TravelsKilometres",
                table: "Volunteers");

            migrationBuilder.DropColumn(
                name: "Wishes",
                table: "Volunteers");
        }
    }
}
